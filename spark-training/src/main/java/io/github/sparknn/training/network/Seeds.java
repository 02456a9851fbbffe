package io.github.sparknn.training.network;

/** Seeds as ND4J needs them. */
public final class Seeds {
  private static final long INSTEAD_OF_ZERO = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** The seed itself, but for 0, by which ND4J's generator is seeded from the clock. */
  public static long forNd4j(long seed) {
    return seed == 0 ? INSTEAD_OF_ZERO : seed;
  }
}
