package io.github.sparknn.estimators;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** Scores batches of rows with a classification network. */
final class ClassificationScorer extends NetworkScorer {
  private final ClassificationScoring scoring;
  private final Object[] labels;
  private final ScoringReplica network;

  ClassificationScorer(ClassificationScoring scoring, DataType[] inputTypes) {
    super(scoring, inputTypes);
    this.scoring = scoring;
    labels = scoring.classes.catalystValues();
    network = use(scoring.network, labels.length);
  }

  @Override
  public void write(int slot, InternalRow output) {
    double[] probabilities = network.doubles(slot);
    if (scoring.probabilityIndex >= 0) {
      output.update(scoring.probabilityIndex, CatalystValues.vector(probabilities));
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
      output.update(scoring.rawIndex, CatalystValues.vector(raw));
    }
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
}
