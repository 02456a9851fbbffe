package io.github.sparknn.estimators.display;

import io.github.sparknn.estimators.evaluation.ClassMetrics;
import io.github.sparknn.estimators.evaluation.ClassificationEvaluation;
import io.github.sparknn.training.report.Markup;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The confusion matrix of an evaluation as HTML. */
final class ConfusionTable {
  private static final int MOST_CLASSES = 50;

  /** Colours of cells: rows on the diagonal are right. */
  private static final String RIGHT = "11,103,178";

  private static final String WRONG = "201,81,12";

  private static final String CELL = "padding:0.25em 0.6em;text-align:right;";

  private final List<String> labels;
  private final double[][] matrix;

  private ConfusionTable(ClassificationEvaluation evaluation) {
    labels = evaluation.classes().stream().map(ClassMetrics::label).toList();
    matrix = evaluation.confusionMatrix();
  }

  static Markup of(ClassificationEvaluation evaluation) {
    if (evaluation.classes().size() > MOST_CLASSES) {
      return Markup.fragment(note -> note.element("pre", evaluation.toTable()));
    }
    ConfusionTable table = new ConfusionTable(evaluation);
    return Markup.fragment(
        note ->
            note.element(
                "div",
                box -> {
                  box.element("p", heading(evaluation));
                  box.element(
                      "table", table::write, "style", "border-collapse:collapse;width:auto");
                },
                "style",
                "color:#1c2430;background:#fff;overflow-x:auto"));
  }

  private static String heading(ClassificationEvaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "Accuracy %.4f on %,d rows. Down: label, across: prediction.",
        evaluation.accuracy(),
        evaluation.rows());
  }

  private void write(Markup table) {
    table.element("thead", head -> head.element("tr", this::writePredictions));
    table.element(
        "tbody",
        body -> {
          for (int i = 0; i < matrix.length; i++) {
            int label = i;
            body.element("tr", row -> writeLabel(row, label));
          }
        });
  }

  private void writePredictions(Markup row) {
    row.element("th", "", "style", CELL);
    labels.forEach(label -> row.element("th", label, "style", CELL));
  }

  private void writeLabel(Markup row, int label) {
    row.element("th", labels.get(label), "style", CELL);
    double all = Arrays.stream(matrix[label]).sum();
    for (int prediction = 0; prediction < matrix.length; prediction++) {
      double weight = matrix[label][prediction];
      double share = all == 0 ? 0 : weight / all;
      row.element(
          "td",
          weight == 0 ? "" : number(weight),
          "style",
          CELL + colour(share, label == prediction),
          "title",
          String.format(
              Locale.ROOT,
              "%s predicted as %s: %.1f%%",
              labels.get(label),
              labels.get(prediction),
              100 * share));
    }
  }

  /** Mistakes are few: their colour takes the root of the share. */
  private static String colour(double share, boolean right) {
    double strength = 0.7 * (right ? share : Math.sqrt(share));
    return String.format(Locale.ROOT, "background:rgba(%s,%.3f)", right ? RIGHT : WRONG, strength);
  }

  private static String number(double weight) {
    return weight == Math.rint(weight)
        ? String.format(Locale.ROOT, "%,.0f", weight)
        : String.format(Locale.ROOT, "%.4g", weight);
  }
}
