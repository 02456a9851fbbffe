package io.github.sparknn.benchmarks;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.List;

/** A replica of one of SparkNN's engines. */
final class ReplicaContender extends JvmContender {
  private static final long SEED = 1;

  private final Replica replica;
  private final ModelState initial;
  private final List<MiniBatch> batches;

  ReplicaContender(
      TrainingEngine engine,
      NetworkSpec spec,
      ModelState initial,
      WorkloadData data,
      int batchSize) {
    super(name(engine.name()), data.batches().size(), batchSize);
    this.replica = engine.newReplica(spec, 1);
    this.initial = initial;
    this.batches = data.batches();
  }

  static String name(String engine) {
    return "SparkNN " + engine;
  }

  @Override
  void reset() {
    replica.load(initial, SEED);
  }

  @Override
  double step(int batch) {
    return replica.step(batches.get(batch));
  }

  @Override
  public void close() {
    replica.close();
  }
}
