package io.github.sparknn.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;

/** Waits for what other processes do. */
final class Waiting {
  private static final long MILLIS = 20;

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  private Waiting() {}

  /** Looks again and again until the condition holds; fails past the limit. */
  static void until(String what, Duration limit, Condition condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited %s for %s", limit, what).isLessThan(end);
      Thread.sleep(MILLIS);
    }
  }
}
