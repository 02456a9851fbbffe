package io.github.sparknn.training;

import java.util.Locale;

/**
 * What a training needs of one kind of memory, and what there is.
 *
 * @param where "executor" or "driver"
 * @param kind "off-heap", "heap" or "task results"
 * @param needed bytes
 * @param granted bytes
 * @param setting what raises the bytes granted
 * @param problem what to say where it does not fit
 */
public record MemoryNeed(
    String where, String kind, long needed, long granted, String setting, String problem) {
  private static final double GIB = 1L << 30;

  /** Whether there is enough. */
  public boolean fits() {
    return needed <= granted;
  }

  static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
