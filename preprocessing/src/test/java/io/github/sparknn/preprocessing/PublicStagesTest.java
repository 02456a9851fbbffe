package io.github.sparknn.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.PublicStages;
import org.junit.jupiter.api.Test;

class PublicStagesTest {
  /** Add a {@code @TestFactory} that returns {@code StageContract.of(stage...)} to its test. */
  @Test
  void everyStageHasAContractTest() {
    assertThat(PublicStages.in(TablePreprocessor.class))
        .contains(TablePreprocessor.class, TablePreprocessorModel.class);
    assertThat(PublicStages.untested(TablePreprocessor.class, PublicStagesTest.class)).isEmpty();
  }
}
