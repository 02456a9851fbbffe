package io.github.sparknn.training;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.unsafe.Platform;

/** A worker's part of a validation: the losses and hits of its shard of the validation data. */
final class ValidationTask
    implements FlatMapFunction2<Iterator<Shard>, Iterator<ReplicaPool>, ValidationSums> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<RoundTask.Setup> setup;
  private final Broadcast<ModelState> state;

  ValidationTask(Broadcast<RoundTask.Setup> setup, Broadcast<ModelState> state) {
    this.setup = setup;
    this.state = state;
  }

  @Override
  public Iterator<ValidationSums> call(Iterator<Shard> shards, Iterator<ReplicaPool> pools) {
    // The iterators must not be exhausted: that would release Spark's hold on the cached values.
    Shard shard = shards.next();
    ReplicaPool pool = pools.next();
    pool.closeWithTaskUnlessCached(TaskContext.get(), setup.value().poolsRddId());
    if (shard.rows() == 0) {
      return List.of(ValidationSums.ZERO).iterator();
    }
    ValidationSums sums = pool.use(setup.value()::newWorker, worker -> run(worker, shard));
    return List.of(sums).iterator();
  }

  private ValidationSums run(ReplicaPool.Worker worker, Shard shard) {
    Replica replica = worker.replica();
    replica.load(state.value(), 0);
    MiniBatch batch = worker.batch();
    int labels = setup.value().labelSize();
    float[] outputs = new float[batch.capacity() * labels];
    int[] order = IntStream.range(0, shard.rows()).toArray();
    double lossSum = 0;
    long hits = 0;
    for (int from = 0; from < order.length; from += batch.rows()) {
      shard.fill(batch, order, from);
      lossSum += replica.loss(batch) * batch.rows();
      replica.infer(batch, outputs);
      for (int row = 0; row < batch.rows(); row++) {
        long address = batch.labelsAddress() + (long) row * labels * Float.BYTES;
        if (largestLabel(address, labels) == largestOutput(outputs, row * labels, labels)) {
          hits++;
        }
      }
    }
    return new ValidationSums(shard.rows(), lossSum, hits);
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
