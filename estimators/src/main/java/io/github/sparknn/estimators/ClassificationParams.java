package io.github.sparknn.estimators;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Parameters of classifiers and their models. */
public interface ClassificationParams extends PredictionParams {

  /** The parameter objects of one stage. */
  final class Group implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> probabilityCol;
    private final Param<String> rawPredictionCol;
    private final DoubleArrayParam thresholds;

    Group(Params owner) {
      probabilityCol =
          new Param<>(
              owner,
              "probabilityCol",
              "the output column of class probabilities; empty = no such column");
      rawPredictionCol =
          new Param<>(
              owner,
              "rawPredictionCol",
              "the output column of log-probabilities; empty = no such column");
      thresholds =
          new DoubleArrayParam(
              owner,
              "thresholds",
              "one for each class, >= 0 and at most one of them 0: the class with the largest"
                  + " probability / threshold is predicted; of several labels at once, those whose"
                  + " probability is above the threshold",
              new Thresholds());
      owner.setDefault(probabilityCol, "probability");
      owner.setDefault(rawPredictionCol, "rawPrediction");
    }
  }

  /** The stage's parameter objects. */
  Group classificationParams();

  /** The output column of class probabilities (default {@code probability}). */
  default Param<String> probabilityCol() {
    return classificationParams().probabilityCol;
  }

  /** The value of {@link #probabilityCol()}. */
  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }

  /** The output column of log-probabilities (default {@code rawPrediction}). */
  default Param<String> rawPredictionCol() {
    return classificationParams().rawPredictionCol;
  }

  /** The value of {@link #rawPredictionCol()}. */
  default String getRawPredictionCol() {
    return getOrDefault(rawPredictionCol());
  }

  /**
   * One threshold for each class, in the order of the model's labels (unset by default), at least 0
   * and at most one of them 0. The class with the largest p / t is predicted, p being its
   * probability and t its threshold, as by Spark ML's classifiers. Where rows have several labels
   * at once, those with p &gt; t are predicted (unset: 0.5 for each).
   */
  default DoubleArrayParam thresholds() {
    return classificationParams().thresholds;
  }

  /** The value of {@link #thresholds()}. */
  default double[] getThresholds() {
    return getOrDefault(thresholds());
  }
}
