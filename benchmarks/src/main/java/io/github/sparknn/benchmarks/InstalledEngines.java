package io.github.sparknn.benchmarks;

import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.List;

/** The engines that a benchmark measures. */
final class InstalledEngines {
  private InstalledEngines() {}

  /** The names of all that take the network. */
  static List<String> taking(NetworkSpec network) {
    return Engines.names().stream()
        .filter(name -> !name.equals(Engines.AUTO) && takes(name, network))
        .toList();
  }

  private static boolean takes(String engine, NetworkSpec network) {
    try {
      Engines.select(engine, network);
      return true;
    } catch (IllegalArgumentException declined) {
      return false;
    }
  }
}
