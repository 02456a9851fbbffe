package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundHistoryTest {
  /** Round n has loss n and n ms of computing. */
  private static RoundHistory of(int rounds) {
    RoundHistory history = new RoundHistory();
    for (int i = 1; i <= rounds; i++) {
      history.add(new RoundReport(1, i, 1, 10, i, new RoundTimes(0, 0, 0, i / 1000.0, 0, 0)));
    }
    return history;
  }

  @Test
  void keepsEachRoundOfAShortTraining() {
    assertThat(of(1024).entries()).hasSize(1024).allMatch(entry -> entry.rounds() == 1);
  }

  @Test
  void joinsNeighboursOfALongOne() {
    List<RoundReport> entries = of(5000).entries();

    // 5,000 rounds by eight make 625 entries; the first has rounds 1 to 8, of mean loss 4.5.
    assertThat(entries).hasSize(625).allMatch(entry -> entry.rounds() == 8);
    assertThat(entries.get(0).loss()).isEqualTo(4.5);
    assertThat(entries.get(0).examples()).isEqualTo(80);
    assertThat(entries.get(0).times().compute()).isCloseTo(0.036, within(1e-12));
    assertThat(entries.get(1).firstRound()).isEqualTo(9);
  }

  @Test
  void goesOnFromWhatWasSaved() {
    RoundHistory resumed = new RoundHistory();
    resumed.restore(of(3001).entries());
    for (int i = 3002; i <= 5000; i++) {
      resumed.add(new RoundReport(1, i, 1, 10, i, new RoundTimes(0, 0, 0, i / 1000.0, 0, 0)));
    }

    assertThat(resumed.entries())
        .extracting(RoundReport::firstRound)
        .isEqualTo(of(5000).entries().stream().map(RoundReport::firstRound).toList());
  }
}
