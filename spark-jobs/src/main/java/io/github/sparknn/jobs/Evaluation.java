package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NeuralNetworkAutoencoderModel;
import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.evaluation.ClassificationEvaluation;
import io.github.sparknn.estimators.evaluation.EvaluationColumns;
import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.estimators.evaluation.RegressionEvaluation;
import io.github.sparknn.jobs.config.EvaluateSection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Measures a fitted pipeline: accuracy and f1 (weighted by the labels' rows) of a classifier, and
 * the area under the ROC curve when it tells two classes apart; rmse and r2 of a regression. Rows
 * that the model gives no prediction are counted, and left out. Autoencoders are measured by {@link
 * AnomalyEvaluation}.
 */
final class Evaluation {
  private static final String PROBABILITY_COL = "probabilityCol";
  private static final String RAW_PREDICTION_COL = "rawPredictionCol";

  private final PipelineModel model;
  private final MeasuredStage measured;

  /** Of an autoencoder; null when the model predicts labels. */
  private final AnomalyEvaluation anomalies;

  /**
   * @param model a pipeline of which one stage predicts; the last one that does counts
   * @throws IllegalArgumentException as {@link MeasuredStage#of} tells
   */
  Evaluation(PipelineModel model, EvaluateSection section) {
    this.model = model;
    measured = MeasuredStage.of(model.stages(), section);
    anomalies =
        measured.stage() instanceof NeuralNetworkAutoencoderModel autoencoder
            ? new AnomalyEvaluation(model, autoencoder, measured.labelCol())
            : null;
  }

  /** Whether there is more to tell than the results: not of autoencoders. */
  boolean hasReport() {
    return anomalies == null;
  }

  /**
   * Scores the rows in one pass and adds their number and the metrics to the results.
   *
   * @return all that was measured; empty of an autoencoder
   * @throws IllegalArgumentException no label column, no row with a prediction, or a row without a
   *     label
   */
  Optional<ModelEvaluation> measure(Dataset<Row> table, Results results) {
    StructType scoredSchema = model.transformSchema(table.schema());
    Optional<String> unfit = measured.check(table.schema(), scoredSchema);
    if (unfit.isPresent()) {
      throw new IllegalArgumentException("Cannot evaluate: " + unfit.get());
    }
    if (anomalies != null) {
      anomalies.measure(table, results);
      return Optional.empty();
    }
    Dataset<Row> scored = model.transform(table);
    String predictionCol = measured.text("predictionCol");
    EvaluationColumns columns = new EvaluationColumns(measured.labelCol(), predictionCol);
    return Optional.of(
        measured.classifies()
            ? classification(scored, columns, results)
            : regression(scored, columns, results));
  }

  private static ModelEvaluation regression(
      Dataset<Row> scored, EvaluationColumns columns, Results results) {
    RegressionEvaluation evaluation = RegressionEvaluation.of(scored, columns);
    addRows(evaluation, results);
    results.add("rmse", evaluation.rootMeanSquaredError()).add("r2", evaluation.r2());
    return evaluation;
  }

  private ModelEvaluation classification(
      Dataset<Row> scored, EvaluationColumns columns, Results results) {
    boolean hasProbabilities = measured.has(PROBABILITY_COL);
    EvaluationColumns all =
        hasProbabilities ? columns.withProbability(measured.text(PROBABILITY_COL)) : columns;
    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(scored, all, classes(scored, columns));
    addRows(evaluation, results);
    if (evaluation.classes().size() == 2) {
      results.add(
          "areaUnderROC",
          hasProbabilities ? evaluation.areaUnderRoc() : areaUnderRoc(scored, columns));
    }
    results.add("accuracy", evaluation.accuracy()).add("f1", evaluation.weightedF1());
    return evaluation;
  }

  private static void addRows(ModelEvaluation evaluation, Results results) {
    results.add("rows measured", evaluation.rows() + evaluation.rowsWithoutPrediction());
    if (evaluation.rowsWithoutPrediction() > 0) {
      results.add("without prediction", evaluation.rowsWithoutPrediction());
    }
  }

  /** Of a model that scores classes without telling probabilities. */
  private double areaUnderRoc(Dataset<Row> scored, EvaluationColumns columns) {
    return new BinaryClassificationEvaluator()
        .setLabelCol(columns.label())
        .setRawPredictionCol(measured.text(RAW_PREDICTION_COL))
        .evaluate(scored.filter(Inputs.column(columns.prediction()).isNotNull()));
  }

  /** The classes in the order of the probabilities, as text; Spark ML's are 0, 1, 2... */
  private List<String> classes(Dataset<Row> scored, EvaluationColumns columns) {
    if (measured.stage() instanceof NeuralNetworkClassificationModel network) {
      return network.labels();
    }
    int number;
    if (measured.stage() instanceof ClassificationModel<?, ?> spark) {
      number = spark.numClasses();
    } else if (measured.stage() instanceof OneVsRestModel several) {
      number = several.models().length;
    } else {
      Column most =
          functions.greatest(
              functions.max(Inputs.column(columns.label()).cast("double")),
              functions.max(Inputs.column(columns.prediction()).cast("double")));
      Row found = scored.agg(most).head();
      number = found.isNullAt(0) ? 1 : (int) found.getDouble(0) + 1;
    }
    return IntStream.range(0, number).mapToObj(i -> Double.toString(i)).toList();
  }
}
