package io.github.sparknn.training.engine.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An NVIDIA card as its driver tells of it, and whether ND4J's CUDA build runs on it.
 *
 * @param index as {@code nvidia-smi} counts
 * @param name for people
 * @param major of its compute capability
 * @param minor of its compute capability
 * @param driver version of the driver
 */
record CudaCard(int index, String name, int major, int minor, String driver) {
  /** What {@link #parse} reads. */
  static final String QUERY = "index,name,compute_cap,driver_version";

  /**
   * Compute capabilities that nd4j-cuda-11.6 1.0.0-M2.1 has machine code for, as major * 10 +
   * minor; it has no PTX, which a driver could compile for later ones. Read from its native
   * library.
   */
  private static final TreeSet<Integer> BUILT =
      new TreeSet<>(List.of(37, 50, 52, 60, 61, 70, 75, 80, 86));

  private static final int STEP = 10;

  /**
   * The oldest driver that runs programs of CUDA 11.6 on Linux.
   *
   * <p>Source: CUDA Toolkit Release Notes, table "CUDA Toolkit and Minimum Required Driver Version
   * for CUDA Minor Version Compatibility".
   */
  private static final String OLDEST_DRIVER = "450.80.02";

  private static final Pattern LINE =
      Pattern.compile("(\\d+), (.+), (\\d+)\\.(\\d+), (\\d+(?:\\.\\d+)*)");

  /**
   * Reads a line of {@code nvidia-smi --query-gpu=index,name,compute_cap,driver_version
   * --format=csv,noheader}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CudaCard parse(String line) {
    Matcher fields = LINE.matcher(line.strip());
    if (!fields.matches()) {
      throw new IllegalArgumentException(
          "Cannot read nvidia-smi's line '%s' (must be %s)".formatted(line, QUERY));
    }
    return new CudaCard(
        Integer.parseInt(fields.group(1)),
        fields.group(2),
        Integer.parseInt(fields.group(3)),
        Integer.parseInt(fields.group(4)),
        fields.group(5));
  }

  /** Why ND4J's CUDA build does not run on this card, and what does; empty if it runs. */
  Optional<String> problem() {
    if (!isBuiltFor()) {
      return Optional.of(
          ("%s has compute capability %d.%d, for which nd4j-cuda-11.6 has no code (must be 3.7, 5.x,"
                  + " 6.x, 7.x or 8.x: Kepler's GK210, Maxwell to Ada); use another card, or device"
                  + " cpu, where engine blas trains what it supports several times as fast as dl4j")
              .formatted(this, major, minor));
    }
    if (compareVersions(driver, OLDEST_DRIVER) < 0) {
      return Optional.of(
          "%s has driver %s (must be %s or newer, for CUDA 11.6)"
              .formatted(this, driver, OLDEST_DRIVER));
    }
    return Optional.empty();
  }

  /** Machine code runs on cards of the same major capability and the same or a later minor one. */
  private boolean isBuiltFor() {
    Integer code = BUILT.floor(major * STEP + Math.min(minor, STEP - 1));
    return code != null && code / STEP == major;
  }

  private static int compareVersions(String a, String b) {
    int[] left = numbers(a);
    int[] right = numbers(b);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = Integer.compare(i < left.length ? left[i] : 0, i < right.length ? right[i] : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int[] numbers(String version) {
    return Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public String toString() {
    return "GPU %d (%s)".formatted(index, name);
  }
}
