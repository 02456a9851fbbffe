package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NeuralNetworkAutoencoder;
import io.github.sparknn.estimators.NeuralNetworkAutoencoderModel;
import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.jobs.config.EvaluateSection;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * The stage of a pipeline that is measured, fitted or still to be: the last one that predicts
 * labels or reconstructs its input.
 *
 * @param labelCol the column of the true labels; null for none, of an autoencoder
 */
record MeasuredStage(PipelineStage stage, String labelCol) {
  private static final String PREDICTION_COL = "predictionCol";
  private static final String LABEL_COL = "labelCol";
  private static final String RAW_PREDICTION_COL = "rawPredictionCol";
  private static final String ERROR_COL = "reconstructionErrorCol";

  /**
   * Finds it.
   *
   * @throws IllegalArgumentException when no stage predicts, an autoencoder adds no column of
   *     errors, or neither the stage nor the section names a column of labels
   */
  static MeasuredStage of(PipelineStage[] stages, EvaluateSection section) {
    PipelineStage last =
        Arrays.stream(stages)
            .filter(stage -> stage.hasParam(PREDICTION_COL) || reconstructs(stage))
            .reduce((first, second) -> second)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot evaluate: no stage of the model has a predictionCol"));
    MeasuredStage found = new MeasuredStage(last, section.labelCol());
    if (found.reconstructs()) {
      if (!found.has(ERROR_COL)) {
        throw new IllegalArgumentException(
            "Cannot evaluate: the autoencoder's reconstructionErrorCol is empty");
      }
      return found;
    }
    if (!found.has(PREDICTION_COL)) {
      throw new IllegalArgumentException(
          "Cannot evaluate: the predictionCol of %s is empty".formatted(last.uid()));
    }
    if (section.labelCol() == null && !found.has(LABEL_COL)) {
      throw new IllegalArgumentException(
          "Cannot evaluate: %s has no labelCol (evaluate.labelCol names the column of true labels)"
              .formatted(last.uid()));
    }
    return section.labelCol() == null ? new MeasuredStage(last, found.text(LABEL_COL)) : found;
  }

  /** Whether it is an autoencoder. */
  boolean reconstructs() {
    return reconstructs(stage);
  }

  private static boolean reconstructs(PipelineStage stage) {
    return stage instanceof NeuralNetworkAutoencoder
        || stage instanceof NeuralNetworkAutoencoderModel;
  }

  /** Whether it predicts classes; else numbers, or it is an autoencoder. */
  boolean classifies() {
    return stage instanceof NeuralNetworkClassifier
        || stage instanceof NeuralNetworkClassificationModel
        || has(RAW_PREDICTION_COL);
  }

  /** Whether it has a param of the name, and its text is not empty. */
  boolean has(String param) {
    return stage.hasParam(param) && !text(param).isEmpty();
  }

  /** The text of a param that it has. */
  String text(String param) {
    return Objects.toString(stage.getOrDefault(stage.getParam(param)));
  }

  /**
   * Makes sure that a table can be measured, without a Spark job.
   *
   * @param table the columns before the pipeline
   * @param scored the columns after it
   * @return why predictions of this type are not measured; empty where they are
   * @throws IllegalArgumentException no column of labels, or not of numbers where numbers are
   *     predicted
   */
  Optional<String> check(StructType table, StructType scored) {
    if (labelCol != null && !Arrays.asList(scored.fieldNames()).contains(labelCol)) {
      throw Inputs.missing("evaluate", labelCol, table); // a stage may make the label
    }
    if (reconstructs()) {
      return Optional.empty();
    }
    DataType type = scored.apply(text(PREDICTION_COL)).dataType();
    if (type instanceof ArrayType || SQLDataTypes.VectorType().equals(type)) {
      return Optional.of(
          "column '%s' is of type %s (must be one number, string or boolean a row)"
              .formatted(text(PREDICTION_COL), type.catalogString()));
    }
    DataType label = scored.apply(labelCol).dataType();
    if (!classifies() && !(label instanceof NumericType)) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' is of type %s (must be a number)"
              .formatted(labelCol, label.catalogString()));
    }
    return Optional.empty();
  }
}
