package io.github.sparknn.estimators.evaluation;

import io.github.sparknn.training.report.Markup;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The confusion matrix of an evaluation as HTML, for pages and notes. */
public final class ConfusionTable {
  /** Classes shown by themselves; of more, the others are one row and one column. */
  public static final int MOST_CLASSES = 30;

  /** Colours of cells: rows on the diagonal are right. */
  private static final String RIGHT = "11,103,178";

  private static final String WRONG = "201,81,12";

  private static final String CELL = "padding:0.25em 0.45em;text-align:right;";

  private final List<String> labels;
  private final double[][] matrix;

  private ConfusionTable(ClassificationEvaluation evaluation) {
    ConfusionCounts.Matrix shown = evaluation.confusion(MOST_CLASSES);
    labels = shown.labels();
    matrix = shown.cells();
  }

  /**
   * Writes a heading and the table, each label's row coloured by its shares. Of more than {@value
   * #MOST_CLASSES} classes those with most weight as label and prediction stand by themselves.
   */
  public static void write(Markup place, ClassificationEvaluation evaluation) {
    ConfusionTable table = new ConfusionTable(evaluation);
    place.element("p", heading(evaluation));
    place.element(
        "div",
        box ->
            box.element(
                "table",
                table::write,
                "class",
                "confusion",
                "style",
                "border-collapse:collapse;width:auto"),
        "class",
        "scroll",
        "style",
        "overflow-x:auto;max-height:none");
  }

  private static String heading(ClassificationEvaluation evaluation) {
    String bound =
        evaluation.classes().size() > MOST_CLASSES
            ? " The %d classes of most weight, the others together.".formatted(MOST_CLASSES)
            : "";
    return String.format(
            Locale.ROOT,
            "Accuracy %.4f on %,d rows. Down: label, across: prediction.",
            evaluation.accuracy(),
            evaluation.rows())
        + bound;
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
