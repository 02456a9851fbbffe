package io.github.sparknn.estimators.evaluation;

import io.github.sparknn.training.report.Markup;
import java.io.Serializable;

/** What was measured of a model's predictions, in one pass over a scored DataFrame. Immutable. */
public sealed interface ModelEvaluation extends Serializable
    permits ClassificationEvaluation, RegressionEvaluation {

  /** Rows measured. */
  long rows();

  /** Rows left out because their prediction is null. */
  long rowsWithoutPrediction();

  /** Sum of the measured rows' weights; their number where there are none. */
  double weight();

  /** As a JSON object; values that are not finite are null. */
  String toJson();

  /** As text for the console. */
  String toTable();

  /**
   * Writes figures and charts as sections of a page, such as a training report's.
   *
   * @param heading what was measured on, such as "Validation data"
   */
  void writeTo(Markup page, String heading);

  /**
   * Figures and charts as a page for browsers: one file without scripts that needs nothing else,
   * light or dark as the reader prefers, from the width of a telephone up.
   *
   * @param title the page's title
   */
  default String toHtml(String title) {
    return Markup.page(
            title,
            body -> {
              body.element("h1", title);
              writeTo(body, "Evaluation");
            })
        .toString();
  }
}
