package io.github.sparknn.estimators.evaluation;

import io.github.sparknn.training.report.Markup;
import io.github.sparknn.training.report.Quantities;
import java.util.Locale;

/** What pages of all evaluations tell alike. */
final class EvaluationTiles {
  private EvaluationTiles() {}

  /** How many rows were measured, and how many were not. */
  static void writeRows(Markup page, ModelEvaluation evaluation) {
    StringBuilder text = new StringBuilder("Measured on ");
    text.append(Quantities.plural(evaluation.rows(), "row"));
    if (evaluation.weight() != evaluation.rows()) {
      text.append(" of weight ").append(weight(evaluation.weight()));
    }
    if (evaluation.rowsWithoutPrediction() > 0) {
      text.append("; ")
          .append(Quantities.plural(evaluation.rowsWithoutPrediction(), "row"))
          .append(" without a prediction left out");
    }
    page.element("p", text.append('.').toString(), "class", "soft");
  }

  /** A sum of weights: as a whole number where it is one. */
  static String weight(double weight) {
    return weight == Math.rint(weight)
        ? String.format(Locale.ROOT, "%,.0f", weight)
        : Quantities.significant(weight);
  }
}
