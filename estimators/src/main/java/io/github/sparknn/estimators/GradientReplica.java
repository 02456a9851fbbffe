package io.github.sparknn.estimators;

import io.github.sparknn.training.device.TaskDevice;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.dl4j.Dl4jEngine;
import io.github.sparknn.training.engine.dl4j.InputGradients;
import org.apache.spark.TaskContext;

/** The gradients of a network by its input for a task, from those that its executor keeps. */
final class GradientReplica implements AutoCloseable {
  private final String id;
  private final long bytes;
  private final InputGradients gradients;

  GradientReplica(SharedNetwork.Handle network) {
    FittedNetwork fitted = network.network().value();
    bytes = ScoringReplica.bytes(fitted);
    TaskContext task = TaskContext.get();
    TaskDevice device =
        TaskDevice.forScoring(task, () -> Engines.installed(Dl4jEngine.NAME).gpus());
    id = ScoringReplica.id(network, "gradients", device);
    gradients =
        ReplicaPool.OF_EXECUTOR.take(
            id, bytes, InputGradients.class, () -> load(fitted, task, device));
    device.bind();
  }

  private static InputGradients load(FittedNetwork fitted, TaskContext task, TaskDevice device) {
    ScoringReplica.start(device);
    return new InputGradients(fitted.network(), fitted.state(), ScoringReplica.cpus(task));
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
