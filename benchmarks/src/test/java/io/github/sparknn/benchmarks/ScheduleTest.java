package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  /** Forty mini-batches of a worker in an epoch. */
  private static final Schedule.Setting SETTING = new Schedule.Setting(800, 4, 5);

  @Test
  void roundsThatEndWithinAnEpochTakeAPartOfTheRows() {
    Schedule schedule = Schedule.ofRounds(SETTING, 10, 3);

    assertThat(schedule).isEqualTo(new Schedule(600, 1, 3));
    assertThat(schedule.rounds(SETTING)).isEqualTo(10);
    assertThat(schedule.examples()).isEqualTo(600);
  }

  @Test
  void moreRoundsTakeWholeEpochs() {
    Schedule exact = Schedule.ofRounds(SETTING, 10, 20);
    assertThat(exact).isEqualTo(new Schedule(800, 5, 20));
    assertThat(exact.rounds(SETTING)).isEqualTo(10);

    // Three rounds an epoch: of 15, 15 and 10 mini-batches.
    Schedule rest = Schedule.ofRounds(SETTING, 10, 15);
    assertThat(rest).isEqualTo(new Schedule(800, 3, 15));
    assertThat(rest.rounds(SETTING)).isEqualTo(9);
  }

  @Test
  void anUnevenEpochIsThatOfTheLargestShard() {
    assertThat(new Schedule.Setting(801, 4, 5).stepsPerEpoch()).isEqualTo(41);
  }
}
