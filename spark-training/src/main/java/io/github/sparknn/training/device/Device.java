package io.github.sparknn.training.device;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a training computes on. */
public enum Device {
  /** GPUs where Spark assigns some to the training's tasks and the engine can use them. */
  AUTO,
  /** CPUs. */
  CPU,
  /** GPUs that Spark assigns to the training's tasks; an error where there are none. */
  GPU;

  /** The name in parameters and plans: {@code auto}, {@code cpu} or {@code gpu}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names that {@link #of} takes. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Device::label).toList();
  }

  /**
   * The device of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Device of(String label) {
    return Arrays.stream(values())
        .filter(device -> device.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid device: %s (must be one of %s)".formatted(label, labels())));
  }
}
