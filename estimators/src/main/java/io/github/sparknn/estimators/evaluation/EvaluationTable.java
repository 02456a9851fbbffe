package io.github.sparknn.estimators.evaluation;

import java.util.List;
import java.util.Locale;

/** Evaluations as text for the console. */
final class EvaluationTable {
  private static final int MAX_MATRIX = 12;

  private final StringBuilder text = new StringBuilder();

  private EvaluationTable() {}

  static String of(RegressionEvaluation evaluation) {
    EvaluationTable table = new EvaluationTable();
    table.rows(evaluation.rows(), evaluation.rowsWithoutPrediction());
    table.line("%-22s %14.6g", "RMSE", evaluation.rootMeanSquaredError());
    table.line("%-22s %14.6g", "MAE", evaluation.meanAbsoluteError());
    table.line("%-22s %14.6g", "mean error", evaluation.meanError());
    table.line("%-22s %14.4f", "R2", evaluation.r2());
    return table.text.toString();
  }

  static String of(ClassificationEvaluation evaluation) {
    EvaluationTable table = new EvaluationTable();
    table.rows(evaluation.rows(), evaluation.rowsWithoutPrediction());
    table.metric("accuracy", evaluation.accuracy());
    table.metric("balanced accuracy", evaluation.balancedAccuracy());
    table.metric("log loss", evaluation.logLoss());
    table.metric("area under ROC", evaluation.areaUnderRoc());
    table.metric("area under PR", evaluation.areaUnderPr());
    table.metric("calibration error", evaluation.calibrationError());
    table.line("");
    table.line(
        "%-16s %12s %9s %9s %9s %9s %9s",
        "class", "weight", "precision", "recall", "F1", "ROC", "PR");
    for (ClassMetrics metrics : evaluation.classes()) {
      table.line(
          "%-16.16s %12.6g %9.4f %9.4f %9.4f %9.4f %9.4f",
          metrics.label(),
          metrics.weight(),
          metrics.precision(),
          metrics.recall(),
          metrics.f1(),
          metrics.areaUnderRoc(),
          metrics.areaUnderPr());
    }
    table.line(
        "%-16s %12s %9.4f %9.4f %9.4f",
        "macro", "", evaluation.macroPrecision(), evaluation.macroRecall(), evaluation.macroF1());
    table.line(
        "%-16s %12.6g %9.4f %9.4f %9.4f",
        "weighted",
        evaluation.weight(),
        evaluation.weightedPrecision(),
        evaluation.weightedRecall(),
        evaluation.weightedF1());
    table.matrix(evaluation);
    return table.text.toString();
  }

  private void matrix(ClassificationEvaluation evaluation) {
    List<ClassMetrics> classes = evaluation.classes();
    if (classes.size() > MAX_MATRIX) {
      return;
    }
    line("");
    text.append(String.format(Locale.ROOT, "%-16s", "label \\ prediction"));
    classes.forEach(metrics -> text.append(String.format(" %10.10s", metrics.label())));
    line("");
    double[][] matrix = evaluation.confusionMatrix();
    for (int i = 0; i < matrix.length; i++) {
      text.append(String.format(Locale.ROOT, "%-18.18s", classes.get(i).label()));
      for (double cell : matrix[i]) {
        text.append(String.format(Locale.ROOT, " %10.6g", cell));
      }
      line("");
    }
  }

  private void rows(long measured, long without) {
    line("%-22s %14s", "rows measured", String.format(Locale.ROOT, "%,d", measured));
    if (without > 0) {
      line("%-22s %14s", "without prediction", String.format(Locale.ROOT, "%,d", without));
    }
  }

  private void metric(String name, double value) {
    line("%-22s %14.4f", name, value);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
