package io.github.sparknn.estimators;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Parameters of classifiers and their models. */
public interface ClassificationParams extends PredictionParams {

  /** The parameter objects of one stage. */
  final class Group implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> probabilityCol;
    private final Param<String> rawPredictionCol;

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
}
