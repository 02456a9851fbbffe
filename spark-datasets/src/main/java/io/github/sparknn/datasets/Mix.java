package io.github.sparknn.datasets;

/** Hashing of numbers into seeds. */
final class Mix {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /**
   * A bijection of the 64-bit numbers in which every input bit changes every output bit with
   * probability near one half.
   *
   * <p>Source: Stafford, "Better Bit Mixing", variant 13 of the MurmurHash3 finalizer.
   */
  static long mix(long value) {
    long z = value + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** One seed from several numbers, order counting. */
  static long mix(long first, long second, long third) {
    return mix(mix(mix(first) ^ second) ^ third);
  }
}
