package io.github.sparknn.training.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A part of a round's time, in the order in which they happen. */
enum Phase {
  BROADCAST("the driver hands out the state"),
  SCHEDULING("until the slowest worker's task begins"),
  LOAD("fetching the state and loading it into the replica"),
  COMPUTE("gathering mini-batches and stepping"),
  COLLECT("bringing the workers' states together"),
  AVERAGE("the mean and the outer optimizer's step");

  /** All that is not the engine computing. */
  static final List<Phase> OVERHEAD =
      Arrays.stream(values()).filter(phase -> phase != COMPUTE).toList();

  private final String meaning;

  Phase(String meaning) {
    this.meaning = meaning;
  }

  double seconds(RoundTimes times) {
    return switch (this) {
      case BROADCAST -> times.broadcast();
      case SCHEDULING -> times.scheduling();
      case LOAD -> times.load();
      case COMPUTE -> times.compute();
      case COLLECT -> times.collect();
      case AVERAGE -> times.average();
    };
  }

  /** In lower case. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What happens then. */
  String meaning() {
    return meaning;
  }
}
