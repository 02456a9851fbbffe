package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchScorer;
import org.apache.spark.sql.types.DataType;

/** What a classification model's plan carries to the executors. */
final class ClassificationScoring extends NetworkScoring {
  private static final long serialVersionUID = 1L;

  final LabelClasses classes;
  final int rawIndex;
  final int probabilityIndex;
  final int predictionIndex;

  ClassificationScoring(
      NeuralNetworkClassificationModel model, SharedNetwork.Handle network, LabelClasses classes) {
    super(
        model,
        network,
        model.getRawPredictionCol(),
        model.getProbabilityCol(),
        model.getPredictionCol());
    this.classes = classes;
    rawIndex = index(model.getRawPredictionCol());
    probabilityIndex = index(model.getProbabilityCol());
    predictionIndex = index(model.getPredictionCol());
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    return new ClassificationScorer(this, inputTypes);
  }
}
