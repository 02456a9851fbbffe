package io.github.sparknn.estimators;

import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.engine.dl4j.Dl4jEngine;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The dl4j engine, and how many replicas it has made in this JVM. */
public final class CountingEngine implements TrainingEngine {
  static final AtomicInteger REPLICAS = new AtomicInteger();

  @Override
  public String name() {
    return "test-counting";
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
    REPLICAS.incrementAndGet();
    return new Dl4jEngine().newReplica(network, threads);
  }
}
