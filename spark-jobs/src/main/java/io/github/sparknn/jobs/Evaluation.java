package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NeuralNetworkAutoencoderModel;
import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.jobs.config.EvaluateSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures a fitted pipeline with Spark's own evaluators: accuracy and f1 of a classifier, and the
 * area under the ROC curve when it tells two classes apart; rmse and r2 of a regression. Rows that
 * the model gives no prediction are counted, and left out. Autoencoders are measured by {@link
 * AnomalyEvaluation}.
 */
final class Evaluation {
  private static final String LABEL = "label";
  private static final String PREDICTION = "prediction";
  private static final String RAW = "rawPrediction";

  private final PipelineModel model;
  private final Transformer predictor;
  private final String labelCol;

  /** Of an autoencoder; null when the model predicts labels. */
  private final AnomalyEvaluation anomalies;

  /**
   * @param model a pipeline of which one stage predicts; the last one that does counts
   * @throws IllegalArgumentException when no stage predicts
   */
  Evaluation(PipelineModel model, EvaluateSection section) {
    this.model = model;
    Transformer last = null;
    for (Transformer stage : model.stages()) {
      boolean predicts =
          stage.hasParam("predictionCol") || stage instanceof NeuralNetworkAutoencoderModel;
      last = predicts ? stage : last;
    }
    if (last == null) {
      throw new IllegalArgumentException(
          "Cannot evaluate: no stage of the model has a predictionCol");
    }
    predictor = last;
    anomalies =
        last instanceof NeuralNetworkAutoencoderModel autoencoder
            ? new AnomalyEvaluation(model, autoencoder, section.labelCol())
            : null;
    if (anomalies != null) {
      labelCol = section.labelCol();
      return;
    }
    labelCol = section.labelCol() == null ? text(last, "labelCol") : section.labelCol();
  }

  /**
   * Scores the rows once and adds their number and the metrics to the results.
   *
   * @throws IllegalArgumentException no label column, no row with a prediction, or a row without a
   *     label
   */
  void measure(Dataset<Row> table, Results results) {
    if (anomalies != null) {
      anomalies.measure(table, results);
      return;
    }
    List<String> scoredColumns = List.of(model.transformSchema(table.schema()).fieldNames());
    if (!scoredColumns.contains(labelCol)) { // a stage may make the label
      Inputs.require(table, labelCol, "evaluate");
    }
    Dataset<Row> scored = scored(table).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Row counts =
          scored
              .agg(
                  functions.count("*"),
                  functions.count(Inputs.column(LABEL)),
                  functions.count(Inputs.column(PREDICTION)))
              .head();
      long rows = counts.getLong(0);
      long predicted = counts.getLong(2);
      check(rows, counts.getLong(1), predicted);
      results.add("rows measured", rows);
      if (predicted < rows) {
        results.add("without prediction", rows - predicted);
      }
      metrics(scored.filter(Inputs.column(PREDICTION).isNotNull()), results);
    } finally {
      scored.unpersist();
    }
  }

  private Dataset<Row> scored(Dataset<Row> rows) {
    Dataset<Row> predicted = model.transform(rows);
    String predictionCol = text(predictor, "predictionCol");
    DataType type = predicted.schema().apply(predictionCol).dataType();
    if (type instanceof ArrayType || SQLDataTypes.VectorType().equals(type)) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' is of type %s (must be one number, string or boolean a row)"
              .formatted(predictionCol, type.catalogString()));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(index(Inputs.column(labelCol).cast(type)).as(LABEL));
    columns.add(index(Inputs.column(predictionCol)).as(PREDICTION));
    if (classifies()) {
      columns.add(Inputs.column(text(predictor, "rawPredictionCol")).as(RAW));
    }
    return predicted.select(columns.toArray(Column[]::new));
  }

  /** A label as the number that Spark's evaluators want: its place among the model's classes. */
  private Column index(Column label) {
    if (!(predictor instanceof NeuralNetworkClassificationModel network)) {
      return label.cast("double");
    }
    Column classes = functions.lit(network.labels().toArray(String[]::new));
    return functions
        .callUDF("array_position", classes, label.cast("string"))
        .minus(1)
        .cast("double");
  }

  private void check(long rows, long labels, long predicted) {
    if (predicted == 0) {
      throw new IllegalArgumentException(
          "Cannot evaluate: there are no rows, or none got a prediction");
    }
    if (labels < rows) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '"
              + labelCol
              + "' is null in "
              + (rows - labels)
              + " of "
              + rows
              + " rows (evaluate.where can leave them out)");
    }
  }

  private void metrics(Dataset<Row> scored, Results results) {
    if (!classifies()) {
      RegressionEvaluator regression = new RegressionEvaluator().setLabelCol(LABEL);
      results.add("rmse", regression.setMetricName("rmse").evaluate(scored));
      results.add("r2", regression.setMetricName("r2").evaluate(scored));
      return;
    }
    if (scored.select(RAW).head().<Vector>getAs(0).size() == 2) {
      results.add("areaUnderROC", new BinaryClassificationEvaluator().evaluate(scored));
    }
    MulticlassClassificationEvaluator classes = new MulticlassClassificationEvaluator();
    results.add("accuracy", classes.setMetricName("accuracy").evaluate(scored));
    results.add("f1", classes.setMetricName("f1").evaluate(scored));
  }

  private boolean classifies() {
    return predictor.hasParam("rawPredictionCol") && !text(predictor, "rawPredictionCol").isEmpty();
  }

  private static String text(Params stage, String param) {
    return Objects.toString(stage.getOrDefault(stage.getParam(param)));
  }
}
