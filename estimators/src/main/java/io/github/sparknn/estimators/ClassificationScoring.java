package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchScorer;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;

/** What a classification model's plan carries to the executors. */
final class ClassificationScoring extends NetworkScoring {
  private static final long serialVersionUID = 1L;

  final LabelClasses classes;

  /** One for each class; null when unset. */
  final double[] thresholds;

  final int rawIndex;
  final int probabilityIndex;
  final int predictionIndex;

  ClassificationScoring(
      NeuralNetworkClassificationModel model, SharedNetwork.Handle network, LabelClasses classes) {
    super(
        model,
        network,
        model.isSet(model.thresholds()) ? Arrays.toString(model.getThresholds()) : "",
        model.getRawPredictionCol(),
        model.getProbabilityCol(),
        model.getPredictionCol());
    this.classes = classes;
    thresholds = model.isSet(model.thresholds()) ? model.getThresholds() : null;
    rawIndex = index(model.getRawPredictionCol());
    probabilityIndex = index(model.getProbabilityCol());
    predictionIndex = index(model.getPredictionCol());
  }

  /**
   * The class with the largest probability over its threshold, the first of equal ones; one of
   * threshold 0 wins unless its probability is 0 too.
   */
  @Override
  int predicted(double[] probabilities) {
    int best = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < probabilities.length; i++) {
      double threshold = thresholds == null ? 1 : thresholds[i];
      double scaled = probabilities[i] / threshold;
      if (scaled > largest) {
        best = i;
        largest = scaled;
      }
    }
    return best;
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    return new ClassificationScorer(this, inputTypes);
  }
}
