package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakIT {
  /**
   * One round's parameters and optimizer states, 2.2 MB for both workers, kept each time would be
   * 420 MB after the tenth round.
   */
  private static final long HEAP_GROWTH = 20L << 20;

  /**
   * Of some 1.4 GB, heap included, that are resident after the tenth round. What comes yet is the
   * JVM's compiled code and the stacks of Spark's pools for removing blocks.
   */
  private static final double RESIDENT_GROWTH = 1.05;

  @TempDir Path folder;

  @Test
  void twoHundredRoundsTakeNoMoreMemoryAndThreadsThanTen() throws Exception {
    new ForkedJvm(folder, SoakProgram.class)
        // Spark's default executor memory; of constant size, so that the resident bytes show the
        // rest.
        .withFlags("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch")
        .run(0, Duration.ofMinutes(3));

    List<SoakProgram.Sample> samples = read();
    assertThat(samples).hasSize(SoakProgram.ROUNDS / 10 + 1);
    SoakProgram.Sample warm = samples.get(0);
    SoakProgram.Sample last = samples.get(samples.size() - 2);
    SoakProgram.Sample closed = samples.get(samples.size() - 1);
    assertThat(samples.subList(1, samples.size() - 1))
        .extracting(SoakProgram.Sample::arrowBytes)
        .containsOnly(warm.arrowBytes());
    assertThat(closed.arrowBytes()).isZero();
    assertThat(last.threads()).isLessThanOrEqualTo(warm.threads() + 2);
    assertThat(last.heapBytes()).isLessThan(warm.heapBytes() + HEAP_GROWTH);
    assumeThat(warm.residentBytes()).as("resident bytes in /proc/self/statm").isPositive();
    assertThat((double) last.residentBytes()).isLessThan(RESIDENT_GROWTH * warm.residentBytes());
  }

  @SuppressWarnings("unchecked")
  private List<SoakProgram.Sample> read() throws Exception {
    try (ObjectInputStream in =
        new ObjectInputStream(Files.newInputStream(folder.resolve(SoakProgram.FILE)))) {
      return (List<SoakProgram.Sample>) in.readObject();
    }
  }
}
