package io.github.sparknn.training.averaging;

import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of the optimizers' state, such as Adam's moments, when workers are averaged. */
public enum UpdaterState {
  /** It is averaged like the parameters, and the count of steps goes on. */
  AVERAGED,

  /**
   * Each round starts with none and counts its steps from zero, so that Adam corrects its bias
   * anew. A round moves the parameters only, a third of Adam's bytes. Schedules must count epochs:
   * one that counts iterations would never get past a round's.
   */
  RESET;

  /**
   * By name, {@code averaged} or {@code reset}.
   *
   * @throws IllegalArgumentException if there is no such
   */
  public static UpdaterState of(String name) {
    return Arrays.stream(values())
        .filter(value -> value.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid updaterState: %s (must be one of %s)"
                        .formatted(name, List.of(values()))));
  }

  /**
   * Makes sure that a network can be trained so.
   *
   * @throws IllegalArgumentException for {@link #RESET} and a schedule that counts iterations
   */
  public void checkFor(NetworkSpec network) {
    if (this == RESET) {
      network
          .iterationSchedule()
          .ifPresent(
              place -> {
                throw new IllegalArgumentException(
                    "Invalid updaterState: reset (must be averaged for a network with a schedule that"
                        + " counts iterations, as each round would begin it anew; the network's"
                        + " stands at %s, and may count epochs instead)".formatted(place));
              });
    }
  }

  /** What a worker's state at the end of a round gives to the mean. */
  public ModelState share(ModelState end) {
    return this == AVERAGED
        ? end
        : ModelState.ofParameters(end.parameters()).withEpoch(end.epoch());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
