package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NeuralNetworkAutoencoderModel;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Measures an autoencoder: the mean error of its reconstructions, and where a label column is
 * named, 1 for the rows to be found and 0 for the others, the area under the ROC curve of telling
 * them by their error.
 */
final class AnomalyEvaluation {
  private static final String LABEL = "label";
  private static final String ERROR = "error";

  private final PipelineModel model;
  private final String errorCol;
  private final String labelCol;

  /**
   * Of a pipeline.
   *
   * @param autoencoder the stage that is measured, which adds a column of errors
   * @param labelCol null for none
   */
  AnomalyEvaluation(
      PipelineModel model, NeuralNetworkAutoencoderModel autoencoder, String labelCol) {
    this.model = model;
    this.labelCol = labelCol;
    errorCol = autoencoder.getReconstructionErrorCol();
  }

  /**
   * Scores the rows and adds their number and the metrics to the results.
   *
   * @throws IllegalArgumentException when no row got an error
   */
  void measure(Dataset<Row> table, Results results) {
    Column label = labelCol == null ? functions.lit(0.0) : Inputs.column(labelCol).cast("double");
    Dataset<Row> scored =
        model.transform(table).select(Inputs.column(errorCol).as(ERROR), label.as(LABEL));
    Row counts =
        scored.agg(functions.count("*"), functions.count(ERROR), functions.avg(ERROR)).head();
    long rows = counts.getLong(0);
    long measured = counts.getLong(1);
    if (measured == 0) {
      throw new IllegalArgumentException(
          "Cannot evaluate: there are no rows, or none got a reconstruction");
    }
    results.add("rows measured", rows);
    if (measured < rows) {
      results.add("without reconstruction", rows - measured);
    }
    results.add("reconstructionError", counts.getDouble(2));
    if (labelCol != null) {
      results.add(
          "areaUnderROC",
          new BinaryClassificationEvaluator()
              .setRawPredictionCol(ERROR)
              .evaluate(scored.filter(Inputs.column(ERROR).isNotNull())));
    }
  }
}
