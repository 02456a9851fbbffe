package io.github.sparknn.training.faults;

import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.engine.dl4j.Dl4jEngine;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Optional;

/** The dl4j engine with a {@link Fault} in it. Sorts behind dl4j, so that "auto" never takes it. */
public final class FaultyEngine implements TrainingEngine {
  static final String NAME = "zz-faulty";

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
    return new FaultyReplica(new Dl4jEngine().newReplica(network, threads), Fault.installed());
  }
}
