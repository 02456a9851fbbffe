package io.github.sparknn.estimators.evaluation;

import static io.github.sparknn.estimators.evaluation.EvaluationColumns.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How good the predictions of a classification are. All metrics weigh each row by its weight.
 * Immutable.
 *
 * <p>Areas under curves come from a histogram of the probabilities' log-odds in 65,536 bins (2^20 /
 * classes, where there are more than 16 classes; at least 256): rows of one bin count as ties.
 * Their error is at most {@link #areaUnderRocError()}, which is known exactly and usually below
 * 1e-5.
 */
public final class ClassificationEvaluation {
  private final long rows;
  private final long rowsWithoutPrediction;
  private final double weight;
  private final double logLoss;
  private final double[][] confusion;
  private final List<ClassMetrics> classes;

  private ClassificationEvaluation(
      ClassificationSums sums, List<String> labels, boolean hasProbabilities) {
    rows = sums.rows.measured;
    rowsWithoutPrediction = sums.rows.withoutPrediction;
    weight = sums.weight;
    logLoss = hasProbabilities ? sums.logLoss / sums.weight : Double.NaN;
    confusion = sums.confusion();
    List<ClassMetrics> metrics = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      metrics.add(metrics(labels.get(i), i, sums.curve(i)));
    }
    classes = List.copyOf(metrics);
  }

  private ClassMetrics metrics(String label, int index, ScoreHistogram.Curve curve) {
    double right = confusion[index][index];
    double labelled = Arrays.stream(confusion[index]).sum();
    double predicted = Arrays.stream(confusion).mapToDouble(row -> row[index]).sum();
    return new ClassMetrics(
        label,
        labelled,
        predicted,
        predicted == 0 ? 0 : right / predicted,
        labelled == 0 ? 0 : right / labelled,
        curve.underRoc(),
        curve.underPr(),
        curve.error());
  }

  /**
   * Measures a scored DataFrame in one pass.
   *
   * @param scored rows with a label and a prediction: a number, boolean or string
   * @param labels the classes in the order of the probabilities, as text: "1.0", "true", "late"
   * @throws IllegalArgumentException if a column is missing or of a wrong type (before the job), a
   *     label is null or none of the classes, a weight is not a number &ge; 0, or no row has a
   *     prediction and a weight
   */
  public static ClassificationEvaluation of(
      Dataset<?> scored, EvaluationColumns columns, List<String> labels) {
    columns.check(scored.schema());
    DataType type = scored.schema().apply(columns.prediction()).dataType();
    Column label = text(column(columns.label()).cast(type), type);
    Column index = index(label, labels);
    List<Column> selected =
        new ArrayList<>(
            List.of(
                index,
                index(text(column(columns.prediction()), type), labels),
                columns.weightColumn(),
                functions.when(index.equalTo(0), label)));
    boolean hasProbabilities = columns.probability() != null;
    if (hasProbabilities) {
      selected.add(column(columns.probability()));
    }
    int classes = labels.size();
    ClassificationSums sums =
        Pass.over(
            scored.select(selected.toArray(Column[]::new)),
            () -> new ClassificationSums(classes, hasProbabilities),
            ClassificationSums::add,
            ClassificationSums::merge);
    if (sums.unknownLabel != null) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' holds %s, which is none of the model's classes %s"
              .formatted(columns.label(), sums.unknownLabel, labels));
    }
    sums.rows.check(columns, sums.weight);
    return new ClassificationEvaluation(sums, labels, hasProbabilities);
  }

  private static Column text(Column value, DataType type) {
    // Adding zero turns -0.0 into 0.0.
    return (type.equals(DataTypes.DoubleType) ? value.plus(0.0) : value).cast("string");
  }

  /** The place among the labels, from 1 on; 0 for none. */
  private static Column index(Column text, List<String> labels) {
    return functions.callUDF("array_position", functions.lit(labels.toArray(String[]::new)), text);
  }

  /** Rows measured. */
  public long rows() {
    return rows;
  }

  /** Rows left out because their prediction is null. */
  public long rowsWithoutPrediction() {
    return rowsWithoutPrediction;
  }

  /** Sum of the measured rows' weights; their number where there are none. */
  public double weight() {
    return weight;
  }

  /** Metrics of each class, in the order of the labels. */
  public List<ClassMetrics> classes() {
    return classes;
  }

  /**
   * Weights of rows, double[classes][classes]: of each label (first index) by prediction. A copy.
   */
  public double[][] confusionMatrix() {
    return Arrays.stream(confusion).map(double[]::clone).toArray(double[][]::new);
  }

  /** The share of rows whose prediction is right. */
  public double accuracy() {
    double right = 0;
    for (int i = 0; i < confusion.length; i++) {
      right += confusion[i][i];
    }
    return right / weight;
  }

  /** Mean recall over the classes that occur as labels. */
  public double balancedAccuracy() {
    return mean(ClassMetrics::recall, metrics -> metrics.weight() > 0);
  }

  /** Mean precision over the classes that occur as label or prediction. */
  public double macroPrecision() {
    return mean(ClassMetrics::precision, ClassMetrics::occurs);
  }

  /** Mean recall over the classes that occur as label or prediction. */
  public double macroRecall() {
    return mean(ClassMetrics::recall, ClassMetrics::occurs);
  }

  /** Mean F1 over the classes that occur as label or prediction. */
  public double macroF1() {
    return mean(ClassMetrics::f1, ClassMetrics::occurs);
  }

  /** Mean precision over the classes, each for the weight of its label. */
  public double weightedPrecision() {
    return weighted(ClassMetrics::precision);
  }

  /** Mean recall over the classes, each for the weight of its label: the accuracy. */
  public double weightedRecall() {
    return weighted(ClassMetrics::recall);
  }

  /** Mean F1 over the classes, each for the weight of its label. */
  public double weightedF1() {
    return weighted(ClassMetrics::f1);
  }

  /**
   * Mean of -ln p, p the probability of the row's label, at least 1e-15; NaN without probabilities.
   */
  public double logLoss() {
    return logLoss;
  }

  /**
   * Area under the ROC curve: of the second class where there are two, else the mean over the
   * classes that have one, each against the rest. NaN where no class has one.
   */
  public double areaUnderRoc() {
    return area(ClassMetrics::areaUnderRoc);
  }

  /** By how much {@link #areaUnderRoc()} differs at most from that of the exact scores. */
  public double areaUnderRocError() {
    return area(ClassMetrics::areaUnderRocError);
  }

  /**
   * Area under precision over recall, by trapezoids as Spark's; classes as in {@link
   * #areaUnderRoc()}.
   */
  public double areaUnderPr() {
    return area(ClassMetrics::areaUnderPr);
  }

  private double area(ToDoubleFunction<ClassMetrics> metric) {
    return classes.size() == 2
        ? metric.applyAsDouble(classes.get(1))
        : mean(metric, metrics -> !Double.isNaN(metrics.areaUnderRoc()));
  }

  private double mean(ToDoubleFunction<ClassMetrics> metric, Predicate<ClassMetrics> counts) {
    return classes.stream().filter(counts).mapToDouble(metric).average().orElse(Double.NaN);
  }

  private double weighted(ToDoubleFunction<ClassMetrics> metric) {
    return classes.stream()
            .mapToDouble(metrics -> metrics.weight() * metric.applyAsDouble(metrics))
            .sum()
        / weight;
  }

  /** As a JSON object; values that are not finite are null. */
  public String toJson() {
    return EvaluationJson.of(this);
  }

  /** As text for the console: the metrics, a line per class, and the confusion of few classes. */
  public String toTable() {
    return EvaluationTable.of(this);
  }
}
