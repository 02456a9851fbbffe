package io.github.sparknn.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Runs from its making. */
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long clock = System.nanoTime();
  private final long cpuClock = SYSTEM.getProcessCpuTime();

  /**
   * Time so far.
   *
   * @param seconds of wall-clock time
   * @param cpuSeconds of all threads of this JVM, those of its garbage collector included
   */
  record Reading(double seconds, double cpuSeconds) {}

  Reading read() {
    return new Reading(
        (System.nanoTime() - clock) / 1e9, (SYSTEM.getProcessCpuTime() - cpuClock) / 1e9);
  }
}
