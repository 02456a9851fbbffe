package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void cutsEachEpochIntoRoundsWithAShortLastOne() {
    Rounds rounds = new Rounds(2, 7, AveragingFrequency.of(3, 2, 7));
    assertThat(rounds.expected()).isEqualTo(6);

    assertThat(rounds.steps()).isEqualTo(3);
    assertThat(rounds.advance()).isFalse();
    assertThat(rounds.advance()).isFalse();
    assertThat(rounds.nextStep()).isEqualTo(6);
    assertThat(rounds.steps()).isEqualTo(1);
    assertThat(rounds.expected()).isEqualTo(6);

    assertThat(rounds.advance()).isTrue();
    assertThat(rounds.epoch()).isEqualTo(1);
    assertThat(rounds.nextStep()).isZero();
    assertThat(rounds.done()).isEqualTo(3);
    assertThat(rounds.areOver()).isFalse();

    rounds.restore(1, 6, 5);
    assertThat(rounds.advance()).isTrue();
    assertThat(rounds.areOver()).isTrue();
    assertThat(rounds.expected()).isEqualTo(6);
  }
}
