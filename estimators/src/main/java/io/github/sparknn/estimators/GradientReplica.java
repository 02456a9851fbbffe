package io.github.sparknn.estimators;

import io.github.sparknn.training.engine.dl4j.InputGradients;
import org.apache.spark.TaskContext;

/** The gradients of a network by its input for a task, from those that its executor keeps. */
final class GradientReplica implements AutoCloseable {
  private final String id;
  private final long bytes;
  private final InputGradients gradients;

  GradientReplica(SharedNetwork.Handle network) {
    id = network.id() + "/gradients";
    FittedNetwork fitted = network.network().value();
    bytes = ScoringReplica.bytes(fitted);
    gradients = ReplicaPool.OF_EXECUTOR.take(id, bytes, InputGradients.class, () -> load(fitted));
  }

  private static InputGradients load(FittedNetwork fitted) {
    TaskContext task = TaskContext.get();
    return new InputGradients(fitted.network(), fitted.state(), task == null ? 1 : task.cpus());
  }

  /** As {@link InputGradients#of}. */
  float[] of(float[] features, int[] shape, int[] lengths, float[] weights) {
    return gradients.of(features, shape, lengths, weights);
  }

  /** Gives them back. */
  @Override
  public void close() {
    ReplicaPool.OF_EXECUTOR.giveBack(id, bytes, gradients);
  }
}
