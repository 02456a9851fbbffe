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
    if (isUsed(scoring.probabilityIndex)) {
      output.update(scoring.probabilityIndex, CatalystValues.vector(probabilities));
    }
    if (isUsed(scoring.predictionIndex)) {
      output.update(scoring.predictionIndex, prediction(probabilities));
    }
    if (isUsed(scoring.rawIndex)) {
      double[] raw = new double[probabilities.length];
      for (int i = 0; i < raw.length; i++) {
        // A probability that underflowed to zero still ranks below all others.
        raw[i] = Math.log(Math.max(probabilities[i], Float.MIN_VALUE));
      }
      output.update(scoring.rawIndex, CatalystValues.vector(raw));
    }
  }

  private Object prediction(double[] probabilities) {
    return scoring.classes.kind().isMultiLabel()
        ? scoring.classes.kind().target().catalystValue(above(probabilities))
        : labels[scoring.predicted(probabilities)];
  }

  /** 1 for each label whose probability is above its threshold, else 0. */
  private double[] above(double[] probabilities) {
    double[] flags = new double[probabilities.length];
    for (int i = 0; i < flags.length; i++) {
      double threshold = scoring.thresholds == null ? 0.5 : scoring.thresholds[i];
      flags[i] = probabilities[i] > threshold ? 1 : 0;
    }
    return flags;
  }
}
