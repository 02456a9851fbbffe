package io.github.sparknn.training.faults;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;

/** Computes as the replica behind it does, but for the fault. */
final class FaultyReplica implements Replica {
  private final Replica replica;
  private final Fault fault;
  private int iteration;

  FaultyReplica(Replica replica, Fault fault) {
    this.replica = replica;
    this.fault = fault;
  }

  @Override
  public void load(ModelState state, long seed) {
    iteration = state.iteration();
    replica.load(state, seed);
  }

  @Override
  public double step(MiniBatch batch) {
    if (fault.isDue(iteration++)) {
      fault.strike();
    }
    return replica.step(batch);
  }

  @Override
  public double loss(MiniBatch batch) {
    return replica.loss(batch);
  }

  @Override
  public ModelState state() {
    return replica.state();
  }

  @Override
  public void infer(MiniBatch batch, float[] outputs) {
    replica.infer(batch, outputs);
  }

  @Override
  public void close() {
    replica.close();
  }
}
