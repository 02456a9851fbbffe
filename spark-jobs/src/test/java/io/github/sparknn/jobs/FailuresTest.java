package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void tellsTheInnermostCauseOfAFailedJob() {
    Throwable cause = new IllegalArgumentException("Cannot fit: label 7.0 is out of range");
    assertThat(Failures.message(new SparkException("Job aborted\nDriver stacktrace:", cause)))
        .isEqualTo("Cannot fit: label 7.0 is out of range");
  }

  @Test
  void keepsTheCallersOwnWords() {
    Throwable failure =
        new IllegalArgumentException("Cannot read x: it is gone", new IOException("EIO"));
    assertThat(Failures.message(failure)).isEqualTo("Cannot read x: it is gone");
  }

  @Test
  void namesTheClassOfWhatWasNotMeantForPeople() {
    assertThat(Failures.message(new FileNotFoundException("a/b")))
        .isEqualTo("FileNotFoundException: a/b");
    assertThat(Failures.message(new IndexOutOfBoundsException()))
        .isEqualTo("IndexOutOfBoundsException");
  }

  @Test
  void leavesTheQueryPlanOut() {
    assertThatThrownBy(
            () ->
                Failures.explain(
                    "apply where", () -> SharedSpark.session().range(1).where("uid > 0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot apply where: [UNRESOLVED_COLUMN")
        .hasMessageEndingWith("[`id`].");
  }
}
