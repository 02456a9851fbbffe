package io.github.sparknn.training.engine;

import io.github.sparknn.training.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds engines by name. */
public final class Engines {
  /** The name that leaves the choice to SparkNN. */
  public static final String AUTO = "auto";

  private Engines() {}

  /** The names that {@link #select} takes, {@value #AUTO} first. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(AUTO));
    names.addAll(installed().keySet());
    return names;
  }

  /**
   * The engine of that name, or for {@value #AUTO} the first that supports the network.
   *
   * @throws IllegalArgumentException if there is no such engine, or if it declines the network
   */
  public static TrainingEngine select(String name, NetworkSpec network) {
    if (name.equals(AUTO)) {
      Map<String, TrainingEngine> engines = installed();
      return engines.values().stream()
          .filter(engine -> engine.unsupported(network).isEmpty())
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Cannot train the network: none of the engines "
                          + engines.keySet()
                          + " supports it"));
    }
    TrainingEngine engine = installed(name);
    Optional<String> reason = engine.unsupported(network);
    if (reason.isPresent()) {
      throw new IllegalArgumentException(
          "Cannot train the network with engine " + name + ": " + reason.get());
    }
    return engine;
  }

  /** The engines that do not take the network, each with its reason, in alphabetical order. */
  public static Map<String, String> declining(NetworkSpec network) {
    Map<String, String> reasons = new TreeMap<>();
    installed()
        .forEach(
            (name, engine) ->
                engine.unsupported(network).ifPresent(reason -> reasons.put(name, reason)));
    return reasons;
  }

  /**
   * The engines of that name, or for {@value #AUTO} of any, that support the network and know GPUs;
   * whether they can use those of an executor is another matter.
   *
   * @throws IllegalArgumentException if there is no such engine, or if it declines the network
   */
  public static List<TrainingEngine> onGpus(String name, NetworkSpec network) {
    TrainingEngine selected = select(name, network);
    return (name.equals(AUTO) ? installed().values() : List.of(selected))
        .stream()
            .filter(engine -> engine.gpus().isPresent())
            .filter(engine -> engine.unsupported(network).isEmpty())
            .toList();
  }

  /**
   * As {@link #onGpus}, where there must be one.
   *
   * @throws IllegalArgumentException also if there is none
   */
  public static List<TrainingEngine> requireOnGpus(String name, NetworkSpec network) {
    List<TrainingEngine> engines = onGpus(name, network);
    if (engines.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot train on device gpu with engine %s: it computes on CPUs only (must be one of %s)"
              .formatted(name, onGpus(AUTO, network).stream().map(TrainingEngine::name).toList()));
    }
    return engines;
  }

  /**
   * Makes sure that an engine can count the network's examples by weights.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public static void requireWeights(TrainingEngine engine, NetworkSpec network) {
    Optional<String> reason = engine.unsupportedWeights(network);
    if (reason.isPresent()) {
      throw new IllegalArgumentException(
          "Cannot train the network on weighted examples with engine "
              + engine.name()
              + ": "
              + reason.get());
    }
  }

  /**
   * The engine of that name, whatever networks it supports.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TrainingEngine installed(String name) {
    TrainingEngine engine = installed().get(name);
    if (engine == null) {
      throw new IllegalArgumentException(
          "Invalid engine: " + name + " (must be one of " + names() + ")");
    }
    return engine;
  }

  /** By name, in alphabetical order. */
  private static Map<String, TrainingEngine> installed() {
    Map<String, TrainingEngine> engines = new TreeMap<>();
    for (TrainingEngine engine :
        ServiceLoader.load(TrainingEngine.class, Engines.class.getClassLoader())) {
      engines.put(engine.name(), engine);
    }
    return engines;
  }
}
