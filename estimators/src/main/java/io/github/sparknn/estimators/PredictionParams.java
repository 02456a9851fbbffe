package io.github.sparknn.estimators;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Parameters of estimators that predict a label, and of their models. */
public interface PredictionParams extends ScoringParams {

  /** The parameter objects of one stage. */
  final class Group implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> labelCol;
    private final Param<String> predictionCol;

    Group(Params owner) {
      labelCol = new Param<>(owner, "labelCol", "the label column");
      predictionCol =
          new Param<>(
              owner, "predictionCol", "the output column of predictions; empty = no such column");
      owner.setDefault(labelCol, "label");
      owner.setDefault(predictionCol, "prediction");
    }
  }

  /** The stage's parameter objects. */
  Group predictionParams();

  /** The label column (default {@code label}). */
  default Param<String> labelCol() {
    return predictionParams().labelCol;
  }

  /** The value of {@link #labelCol()}. */
  default String getLabelCol() {
    return getOrDefault(labelCol());
  }

  /** The output column of predictions (default {@code prediction}; empty: none). */
  default Param<String> predictionCol() {
    return predictionParams().predictionCol;
  }

  /** The value of {@link #predictionCol()}. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }
}
