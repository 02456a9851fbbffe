package io.github.sparknn.training;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.unsafe.Platform;

/** A worker's part of a validation: the losses and hits of its shard of the validation data. */
final class ValidationTask extends WorkerTask<ValidationSums> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<ModelState> state;

  ValidationTask(Broadcast<Setup> setup, Broadcast<ModelState> state) {
    super(setup);
    this.state = state;
  }

  @Override
  boolean hasWork(Shard shard) {
    return shard.rows() > 0;
  }

  @Override
  ValidationSums idle() {
    return ValidationSums.ZERO;
  }

  @Override
  ValidationSums run(TaskContext task, ReplicaPool.Worker worker, Shard shard) {
    Replica replica = worker.replica();
    replica.load(state.value(), 0);
    MiniBatch batch = worker.batch();
    int labels = setup().labelSize();
    float[] outputs = new float[batch.capacity() * labels];
    int[] order = IntStream.range(0, shard.rows()).toArray();
    double lossSum = 0;
    double weights = 0;
    double hits = setup().classLabels() ? 0 : Double.NaN;
    for (int from = 0; from < order.length; from += batch.rows()) {
      shard.fill(batch, order, from);
      lossSum += replica.loss(batch) * batch.rows();
      if (setup().classLabels()) {
        replica.infer(batch, outputs);
      }
      for (int row = 0; row < batch.rows(); row++) {
        double weight = batch.hasWeights() ? weight(batch, row) : 1;
        weights += weight;
        long address = batch.labelsAddress() + (long) row * labels * Float.BYTES;
        if (largestLabel(address, labels) == largestOutput(outputs, row * labels, labels)) {
          hits += weight;
        }
      }
    }
    return new ValidationSums(shard.rows(), lossSum, weights, hits);
  }

  private static float weight(MiniBatch batch, int row) {
    return Platform.getFloat(null, batch.weightsAddress() + (long) row * Float.BYTES);
  }

  private static int largestLabel(long address, int labels) {
    int best = 0;
    for (int i = 1; i < labels; i++) {
      if (label(address, i) > label(address, best)) {
        best = i;
      }
    }
    return best;
  }

  private static float label(long address, int i) {
    return Platform.getFloat(null, address + (long) i * Float.BYTES);
  }

  private static int largestOutput(float[] outputs, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (outputs[from + i] > outputs[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
