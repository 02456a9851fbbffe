package io.github.sparknn.estimators;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.device.TaskDevice;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.Replica;
import java.util.Arrays;
import org.apache.spark.TaskContext;

/** A network that a task scores with, taken from those that its executor keeps. */
final class ScoringReplica implements AutoCloseable {
  /** Parameters, their gradient and an optimizer's two moments, each a float. */
  private static final long BYTES_PER_PARAMETER = 4L * Float.BYTES;

  private final String id;
  private final long bytes;
  private final Replica replica;
  private final int width;
  private final float[] outputs;

  /**
   * Takes a replica.
   *
   * @param width values that the network gives for a row
   */
  ScoringReplica(SharedNetwork.Handle network, String engine, int batchSize, int width) {
    this.width = width;
    outputs = new float[Math.multiplyExact(batchSize, width)];
    FittedNetwork fitted = network.network().value();
    bytes = bytes(fitted);
    TaskContext task = TaskContext.get();
    TaskDevice device =
        TaskDevice.forScoring(task, () -> Engines.select(engine, fitted.network()).gpus());
    id = id(network, engine, device);
    replica =
        ReplicaPool.OF_EXECUTOR.take(
            id, bytes, Replica.class, () -> load(fitted, engine, task, device));
    device.bind();
  }

  /** Names what a network is loaded for; a replica never leaves the device that it was made on. */
  static String id(SharedNetwork.Handle network, String use, TaskDevice device) {
    return network.id() + "/" + use + "/" + device.name();
  }

  /** What a loaded network takes, about. */
  static long bytes(FittedNetwork fitted) {
    return fitted.state().parameters().length * BYTES_PER_PARAMETER;
  }

  private static Replica load(
      FittedNetwork fitted, String engine, TaskContext task, TaskDevice device) {
    start(device);
    Replica loaded =
        Engines.select(engine, fitted.network()).newReplica(fitted.network(), cpus(task));
    loaded.load(fitted.state(), 0);
    return loaded;
  }

  /**
   * Binds the calling thread to the device on which a network is to be loaded.
   *
   * @throws IllegalStateException if the engine cannot compute there; says why
   */
  static void start(TaskDevice device) {
    device
        .unavailable()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(
                  "Cannot score on GPU %s of %s".formatted(device.address(), reason));
            });
    device.bind();
  }

  /** Native threads for the computations of a task. */
  static int cpus(TaskContext task) {
    return task == null ? 1 : task.cpus();
  }

  void infer(MiniBatch batch) {
    replica.infer(batch, outputs);
  }

  /** One of the values for the row in a slot. */
  float value(int slot, int index) {
    return outputs[slot * width + index];
  }

  /** A copy of the values for the row in a slot. */
  float[] floats(int slot) {
    return Arrays.copyOfRange(outputs, slot * width, (slot + 1) * width);
  }

  /** The values for the row in a slot as doubles. */
  double[] doubles(int slot) {
    double[] result = new double[width];
    for (int i = 0; i < width; i++) {
      result[i] = value(slot, i);
    }
    return result;
  }

  /** Gives the replica back. */
  @Override
  public void close() {
    ReplicaPool.OF_EXECUTOR.giveBack(id, bytes, replica);
  }
}
