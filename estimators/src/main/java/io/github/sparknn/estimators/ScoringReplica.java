package io.github.sparknn.estimators;

import io.github.sparknn.datasets.MiniBatch;
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
    id = network.id() + "/" + engine;
    outputs = new float[Math.multiplyExact(batchSize, width)];
    FittedNetwork fitted = network.network().value();
    bytes = bytes(fitted);
    replica = ReplicaPool.OF_EXECUTOR.take(id, bytes, Replica.class, () -> load(fitted, engine));
  }

  /** What a loaded network takes, about. */
  static long bytes(FittedNetwork fitted) {
    return fitted.state().parameters().length * BYTES_PER_PARAMETER;
  }

  private static Replica load(FittedNetwork fitted, String engine) {
    TaskContext task = TaskContext.get();
    Replica loaded =
        Engines.select(engine, fitted.network())
            .newReplica(fitted.network(), task == null ? 1 : task.cpus());
    loaded.load(fitted.state(), 0);
    return loaded;
  }

  void infer(MiniBatch batch) {
    replica.infer(batch, outputs);
  }

  /** A copy of the values for the row in a slot. */
  float[] floats(int slot) {
    return Arrays.copyOfRange(outputs, slot * width, (slot + 1) * width);
  }

  /** The values for the row in a slot as doubles. */
  double[] doubles(int slot) {
    double[] result = new double[width];
    for (int i = 0; i < width; i++) {
      result[i] = outputs[slot * width + i];
    }
    return result;
  }

  /** Gives the replica back. */
  @Override
  public void close() {
    ReplicaPool.OF_EXECUTOR.giveBack(id, bytes, replica);
  }
}
