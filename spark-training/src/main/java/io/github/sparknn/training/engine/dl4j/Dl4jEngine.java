package io.github.sparknn.training.engine.dl4j;

import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Optional;

/** Trains whatever DL4J can express. */
public final class Dl4jEngine implements TrainingEngine {
  /** The engine's name. */
  public static final String NAME = "dl4j";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unsupported(NetworkSpec network) {
    return Optional.empty();
  }

  @Override
  public boolean isOffHeap() {
    return true;
  }

  @Override
  public Replica newReplica(NetworkSpec network, int threads) {
    return new Dl4jReplica(network, threads);
  }
}
