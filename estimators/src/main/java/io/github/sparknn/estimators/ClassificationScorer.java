package io.github.sparknn.estimators;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;

/** Scores batches of rows with a classification network. */
final class ClassificationScorer extends NetworkScorer {
  private static final byte DENSE = 1;

  private final ClassificationScoring scoring;
  private final Object[] labels;

  ClassificationScorer(ClassificationScoring scoring, DataType[] inputTypes) {
    super(scoring, inputTypes, scoring.classes.size());
    this.scoring = scoring;
    labels = scoring.classes.catalystValues();
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
      result[i] = output(slot, i);
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
}
