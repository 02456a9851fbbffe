package io.github.sparknn.estimators.evaluation;

import static io.github.sparknn.estimators.evaluation.EvaluationColumns.column;

import io.github.sparknn.training.report.Markup;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * How good the predictions of a regression are. All metrics weigh each row by its weight; those in
 * the label's unit are so noted.
 *
 * @param rows rows measured
 * @param rowsWithoutPrediction rows left out because their prediction is null
 * @param weight sum of the measured rows' weights; their number where there are none
 * @param meanSquaredError mean of (prediction - label)², in the label's unit squared
 * @param meanAbsoluteError mean of |prediction - label|, in the label's unit
 * @param meanError mean of prediction - label, in the label's unit: the bias
 * @param r2 the share of the labels' variance that the predictions explain, 1 - Σe²/Σ(label -
 *     mean)²; at most 1; NaN where all labels are equal
 * @param residuals at most 40 bins of prediction - label, ascending, of one width and without those
 *     where there are no rows; the half percent of the weight farthest out at each end may be left
 *     out
 * @param predictions at most 32 by 32 cells of label and prediction, without those where there are
 *     no rows; labels and predictions farthest out may be left out, half a percent of both together
 *     at each end
 */
public record RegressionEvaluation(
    long rows,
    long rowsWithoutPrediction,
    double weight,
    double meanSquaredError,
    double meanAbsoluteError,
    double meanError,
    double r2,
    List<ResidualBin> residuals,
    List<PredictionCell> predictions)
    implements ModelEvaluation {
  private static final int MOST_RESIDUALS = 40;
  private static final int MOST_CELLS = 32;
  private static final double OUTSIDE = 0.005;

  /** Copies the lists. */
  public RegressionEvaluation {
    residuals = List.copyOf(residuals);
    predictions = List.copyOf(predictions);
  }

  /**
   * Measures a scored DataFrame in one pass.
   *
   * @param scored rows with a number as label and one as prediction
   * @throws IllegalArgumentException if a column is missing or not a number (before the job), a
   *     label is null or NaN, a weight is not a number &ge; 0, or no row has a prediction and a
   *     weight
   */
  public static RegressionEvaluation of(Dataset<?> scored, EvaluationColumns columns) {
    StructType schema = scored.schema();
    columns.check(schema);
    columns.requireNumber(schema, columns.label());
    columns.requireNumber(schema, columns.prediction());
    RegressionSums sums =
        Pass.over(
            scored.select(
                column(columns.label()).cast("double"),
                column(columns.prediction()).cast("double"),
                columns.weightColumn()),
            RegressionSums::new,
            RegressionSums::add,
            RegressionSums::merge);
    sums.rows.check(columns, sums.weight);
    List<ResidualBin> residuals = new ArrayList<>();
    sums.residuals.show(
        MOST_RESIDUALS,
        OUTSIDE,
        (low, same, size, weight) -> residuals.add(new ResidualBin(low, low + size, weight)));
    List<PredictionCell> predictions = new ArrayList<>();
    sums.predictions.show(
        MOST_CELLS,
        OUTSIDE,
        (label, prediction, size, weight) ->
            predictions.add(new PredictionCell(label, prediction, size, weight)));
    return new RegressionEvaluation(
        sums.rows.measured,
        sums.rows.withoutPrediction,
        sums.weight,
        sums.squaredErrors / sums.weight,
        sums.absoluteErrors / sums.weight,
        sums.errors / sums.weight,
        sums.squaredDeviations == 0 ? Double.NaN : 1 - sums.squaredErrors / sums.squaredDeviations,
        residuals,
        predictions);
  }

  /** Square root of the mean squared error, in the label's unit. */
  public double rootMeanSquaredError() {
    return Math.sqrt(meanSquaredError);
  }

  @Override
  public String toJson() {
    return EvaluationJson.of(this);
  }

  @Override
  public String toTable() {
    return EvaluationTable.of(this);
  }

  @Override
  public void writeTo(Markup page, String heading) {
    new RegressionPage(this).write(page, heading);
  }
}
