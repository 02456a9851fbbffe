package io.github.sparknn.benchmarks;

import java.util.SplittableRandom;

/**
 * Images of ten classes that a network can learn, though not at once: each is a class's pattern,
 * one of four, mixed with a weaker pattern of any class, under noise. An image depends on its size
 * and id only.
 */
final class SyntheticImages {
  static final int CLASSES = 10;
  private static final int PATTERNS_PER_CLASS = 4;

  private final float[][] patterns;

  /**
   * @param size values of an image
   */
  SyntheticImages(int size) {
    patterns = new float[CLASSES * PATTERNS_PER_CLASS][size];
    for (int p = 0; p < patterns.length; p++) {
      SplittableRandom random = new SplittableRandom(7000 + p);
      for (int i = 0; i < size; i++) {
        patterns[p][i] = random.nextInt(4) == 0 ? 1 : 0;
      }
    }
  }

  /** The class of the image, from 0. */
  int label(long id) {
    return random(id).nextInt(CLASSES);
  }

  /** The image's values, in [0, 1.3). */
  float[] features(long id) {
    SplittableRandom random = random(id);
    float[] strong =
        patterns[random.nextInt(CLASSES) * PATTERNS_PER_CLASS + random.nextInt(PATTERNS_PER_CLASS)];
    float[] weak = patterns[random.nextInt(patterns.length)];
    float share = 0.5f + 0.5f * (float) random.nextDouble();
    float[] values = new float[strong.length];
    for (int i = 0; i < values.length; i++) {
      float noise = 0.3f * (float) random.nextDouble();
      values[i] = share * strong[i] + (1 - share) * weak[i] + noise;
    }
    return values;
  }

  private static SplittableRandom random(long id) {
    return new SplittableRandom(id * 0x9E3779B97F4A7C15L + 42);
  }
}
