package io.github.sparknn.estimators;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.TensorReader;
import io.github.sparknn.estimators.scoring.BatchScorer;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;

/** Scores batches of rows with a classification network. */
final class ClassificationScorer implements BatchScorer {
  private static final byte DENSE = 1;

  private final ClassificationScoring scoring;
  private final TensorReader reader;
  private final Replica replica;
  private final MiniBatch batch;
  private final Object[] labels;
  private final int rowSize;
  private final float[] outputs;

  ClassificationScorer(ClassificationScoring scoring, DataType[] inputTypes) {
    this.scoring = scoring;
    int[] ordinals = IntStream.range(0, inputTypes.length).toArray();
    reader = scoring.inputs.reader(ordinals, inputTypes);
    rowSize = scoring.inputs.size();
    labels = scoring.classes.catalystValues();
    NetworkSpec spec = scoring.network.network().value().network();
    outputs = new float[scoring.batchSize() * labels.length];
    replica = ExecutorReplicas.take(scoring.network.id(), this::load);
    batch = MiniBatch.allocate(scoring.batchSize(), spec.exampleShape(scoring.inputs.shape()), 0);
  }

  private Replica load() {
    FittedNetwork fitted = scoring.network.network().value();
    TaskContext task = TaskContext.get();
    Replica loaded =
        Engines.select(scoring.engine, fitted.network())
            .newReplica(fitted.network(), task == null ? 1 : task.cpus());
    loaded.load(fitted.state(), 0);
    return loaded;
  }

  @Override
  public boolean read(InternalRow inputs, int slot) {
    long address = batch.featuresAddress() + (long) slot * rowSize * Float.BYTES;
    boolean valid = reader.read(inputs, null, address);
    if (!valid && scoring.handleInvalid.equals("error")) {
      throw new IllegalArgumentException(
          "Cannot score row: "
              + reader.describeInvalid(inputs)
              + " (handleInvalid = \"keep\" gives such rows a null prediction, \"skip\" drops"
              + " them)");
    }
    return valid;
  }

  @Override
  public void score(int rows) {
    batch.setRows(rows);
    replica.infer(batch, outputs);
  }

  @Override
  public void write(int slot, InternalRow output) {
    double[] probabilities = probabilities(slot);
    if (scoring.probabilityIndex >= 0) {
      output.update(scoring.probabilityIndex, vector(probabilities));
    }
    if (scoring.predictionIndex >= 0) {
      output.update(scoring.predictionIndex, labels[argmax(probabilities)]);
    }
    if (scoring.rawIndex >= 0) {
      double[] raw = new double[probabilities.length];
      for (int i = 0; i < raw.length; i++) {
        // A probability that underflowed to zero still ranks below all others.
        raw[i] = Math.log(Math.max(probabilities[i], Float.MIN_VALUE));
      }
      output.update(scoring.rawIndex, vector(raw));
    }
  }

  private double[] probabilities(int slot) {
    double[] result = new double[labels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = outputs[slot * labels.length + i];
    }
    return result;
  }

  private static int argmax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** A dense vector as Catalyst holds it. */
  private static InternalRow vector(double[] values) {
    return new GenericInternalRow(
        new Object[] {DENSE, null, null, UnsafeArrayData.fromPrimitiveArray(values)});
  }

  @Override
  public void close() {
    ExecutorReplicas.giveBack(scoring.network.id(), replica);
    batch.close();
  }
}
