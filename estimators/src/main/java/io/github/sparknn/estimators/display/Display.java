package io.github.sparknn.estimators.display;

import io.github.sparknn.estimators.TrainingSummary;
import io.github.sparknn.estimators.evaluation.ClassificationEvaluation;
import io.github.sparknn.estimators.evaluation.ConfusionTable;
import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.training.report.Markup;
import org.apache.spark.sql.Dataset;

/**
 * Results to print in a notebook or a shell: {@code println(Display.curves(model.summary()))}.
 *
 * <p>In Zeppelin the string begins with {@code %html} or {@code %table}, so that Zeppelin draws it,
 * and ends with {@code %text}, so that what the paragraph prints afterwards is text again; print it
 * at the beginning of a line. Elsewhere, such as in {@code spark-shell}, it is plain text. Spark's
 * setting {@value #SETTING} decides which: {@code zeppelin}, {@code text}, or {@code auto}
 * (default), which is {@code zeppelin} where Zeppelin's classes are on the class path. It can be
 * changed at any time: {@code spark.conf.set("spark.sparknn.display", "text")}.
 *
 * <p>The HTML needs no network and no script. Each method throws an IllegalArgumentException if the
 * setting is none of these.
 */
public final class Display {
  /** Spark's setting that chooses between Zeppelin's display system and text. */
  public static final String SETTING = "spark.sparknn.display";

  private Display() {}

  /**
   * What was trained and how loss and accuracy went; as text the table of {@code
   * TrainingReport.toTable()}.
   */
  public static String curves(TrainingSummary summary) {
    return isText()
        ? summary.report().toTable()
        : html(frame(summary.report().toCurvesHtml("Learning curves"), "27rem"));
  }

  /**
   * The whole training report, as {@code TrainingSummary.toHtml} has it; as text the table of
   * {@code TrainingReport.toTable()}.
   */
  public static String report(TrainingSummary summary) {
    return isText()
        ? summary.report().toTable()
        : html(frame(summary.toHtml("Training report"), "45rem"));
  }

  /**
   * How many rows of each label have which prediction, each label's row coloured by its shares; as
   * text {@link ClassificationEvaluation#toTable()}. Of more than {@value
   * ConfusionTable#MOST_CLASSES} classes those with most weight are shown, the others as one.
   */
  public static String confusion(ClassificationEvaluation evaluation) {
    return isText() ? evaluation.toTable() : html(confusionTable(evaluation));
  }

  /**
   * Figures and charts of an evaluation: confusion, ROC, precision-recall and calibration curves,
   * or predictions by labels and the residuals; as text {@link ModelEvaluation#toTable()}.
   */
  public static String evaluation(ModelEvaluation evaluation) {
    return isText() ? evaluation.toTable() : html(frame(evaluation.toHtml("Evaluation"), "45rem"));
  }

  /**
   * The images of the first rows (a Spark job), each with its captions. The lowest value of all
   * images shown is black, the highest white; as text a line is two rows of pixels, and the
   * brighter they are the denser the sign.
   *
   * @param most as many rows at most, at least 1
   * @param imageCol tensors of the shape [height, width], or [channels, height, width] with one
   *     channel or with three (red, green, blue), in whatever column type can be a network's input;
   *     n² numbers without a shape are a square
   * @param captionCols what to write below an image, as "name value"
   * @throws IllegalArgumentException if {@code most} is not positive, a column cannot be read or
   *     the tensors are no images (before the job, where the schema tells their shape), or an image
   *     holds null or NaN
   */
  public static String images(Dataset<?> rows, int most, String imageCol, String... captionCols) {
    requirePositive(most);
    boolean text = isText();
    ImageGrid grid = ImageGrid.of(rows, most, imageCol, captionCols);
    return text ? grid.toText() : html(grid.toHtml());
  }

  /**
   * The first rows (a Spark job), their values as Spark's cast to string writes them; Zeppelin
   * offers charts of them.
   *
   * @param most as many rows at most, at least 1
   * @throws IllegalArgumentException if {@code most} is not positive
   */
  public static String table(Dataset<?> rows, int most) {
    requirePositive(most);
    boolean text = isText();
    RowTable table = RowTable.of(rows, most);
    return text ? table.toText() : table.toZeppelin();
  }

  /** On paper: a note's colours are not known. */
  private static Markup confusionTable(ClassificationEvaluation evaluation) {
    return Markup.fragment(
        note ->
            note.element(
                "div",
                box -> ConfusionTable.write(box, evaluation),
                "style",
                "color:#1c2430;background:#fff"));
  }

  private static void requirePositive(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("Invalid most: " + most + " (must be at least 1)");
    }
  }

  private static boolean isText() {
    return DisplayFormat.current() == DisplayFormat.TEXT;
  }

  /** A page within the page, so that neither's style reaches the other. */
  private static Markup frame(String page, String height) {
    String style = "width:100%;height:" + height + ";border:0;resize:vertical;overflow:auto";
    return Markup.fragment(
        note -> note.element("iframe", "", "srcdoc", page, "style", style, "sandbox", ""));
  }

  /**
   * Zeppelin takes a percent sign at the beginning of a line for the name of a display system, so
   * there is one line only.
   */
  private static String html(Markup markup) {
    return "%html " + markup.toString().strip().replace("\n", "&#10;") + "\n%text ";
  }
}
