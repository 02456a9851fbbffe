package io.github.sparknn.estimators.evaluation;

import static io.github.sparknn.estimators.evaluation.EvaluationColumns.column;

import io.github.sparknn.training.report.Markup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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
public final class ClassificationEvaluation implements ModelEvaluation {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CURVES = 6;

  private final long rows;
  private final long rowsWithoutPrediction;
  private final double weight;
  private final double logLoss;
  private final ConfusionCounts confusion;
  private final List<ClassMetrics> classes;
  private final List<ClassCurve> curves;
  private final List<CalibrationBin> calibration;
  private final int scoreBins;

  private ClassificationEvaluation(
      ClassificationSums sums, List<String> labels, boolean hasProbabilities) {
    rows = sums.rows.measured;
    rowsWithoutPrediction = sums.rows.withoutPrediction;
    weight = sums.weight;
    logLoss = hasProbabilities ? sums.logLoss / sums.weight : Double.NaN;
    confusion = sums.confusion;
    double[] labelled = confusion.labelled();
    double[] predicted = confusion.predicted();
    classes =
        IntStream.range(0, labels.size())
            .mapToObj(
                i ->
                    metrics(
                        labels.get(i),
                        confusion.right(i),
                        labelled[i],
                        predicted[i],
                        sums.curve(i)))
            .toList();
    curves = hasProbabilities ? curves(sums) : List.of();
    calibration = hasProbabilities ? sums.topCalibration.bins() : List.of();
    scoreBins = hasProbabilities ? sums.histograms[0].bins() : 0;
  }

  /** The second of two classes; of more, those that are told apart worst, in their order. */
  private List<ClassCurve> curves(ClassificationSums sums) {
    return IntStream.range(0, classes.size())
        .filter(i -> classes.size() == 2 ? i == 1 : !Double.isNaN(area(i)))
        .boxed()
        .sorted(Comparator.comparingDouble(this::area))
        .limit(MOST_CURVES)
        .sorted()
        .map(i -> curve(sums, i))
        .toList();
  }

  private double area(int index) {
    return classes.get(index).areaUnderRoc();
  }

  private ClassCurve curve(ClassificationSums sums, int index) {
    int scores = classes.size() == 2 ? 0 : index;
    return new ClassCurve(
        classes.get(index).label(),
        sums.histograms[scores].points(),
        sums.calibrations[scores].bins());
  }

  private static ClassMetrics metrics(
      String label, double right, double labelled, double predicted, ScoreHistogram.Curve curve) {
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
   *     label is null or none of the classes, a prediction is none of the classes, a weight is not
   *     a number &ge; 0, or no row has a prediction and a weight
   */
  public static ClassificationEvaluation of(
      Dataset<?> scored, EvaluationColumns columns, List<String> labels) {
    columns.check(scored.schema());
    DataType type = scored.schema().apply(columns.prediction()).dataType();
    Column label = text(column(columns.label()).cast(type), type);
    Column prediction = text(column(columns.prediction()), type);
    Column index = index(label, labels);
    Column predictedIndex = index(prediction, labels);
    List<Column> selected =
        new ArrayList<>(
            List.of(
                index,
                predictedIndex,
                columns.weightColumn(),
                functions.when(index.equalTo(0), label),
                functions.when(predictedIndex.equalTo(0), prediction)));
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
    requireKnown(columns.label(), sums.unknownLabel, labels);
    requireKnown(columns.prediction(), sums.unknownPrediction, labels);
    sums.rows.check(columns, sums.weight);
    return new ClassificationEvaluation(sums, labels, hasProbabilities);
  }

  private static void requireKnown(String column, String unknown, List<String> labels) {
    if (unknown != null) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' holds %s, which is none of the model's classes %s"
              .formatted(column, unknown, labels));
    }
  }

  private static Column text(Column value, DataType type) {
    // Adding zero turns -0.0 into 0.0.
    return (type.equals(DataTypes.DoubleType) ? value.plus(0.0) : value).cast("string");
  }

  /** The place among the labels, from 1 on; 0 for none. */
  private static Column index(Column text, List<String> labels) {
    return functions.callUDF("array_position", functions.lit(labels.toArray(String[]::new)), text);
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long rowsWithoutPrediction() {
    return rowsWithoutPrediction;
  }

  @Override
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
    return confusion.matrix();
  }

  /** The confusion of at most so many classes, the others as one. */
  ConfusionCounts.Matrix confusion(int most) {
    return confusion.of(most, classes.stream().map(ClassMetrics::label).toList());
  }

  /**
   * ROC and precision-recall curves, each class against the rest: of the second class where there
   * are two, else of the at most six classes with the least area under the ROC curve, in their
   * order. Empty without probabilities.
   */
  public List<ClassCurve> curves() {
    return curves;
  }

  /**
   * How far probabilities can be believed, in ten bins: of the second class where there are two,
   * else the most probable class's probability against the share of rows that are of that class.
   * Empty without probabilities.
   *
   * <p>Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On calibration of modern neural
   * networks, ICML 2017 (arXiv 1706.04599), section 2.
   */
  public List<CalibrationBin> calibration() {
    return calibration;
  }

  /**
   * The expected calibration error: the mean distance of share and probability in the bins of
   * {@link #calibration()}, weighted by their rows; NaN without probabilities.
   */
  public double calibrationError() {
    return CalibrationBin.error(calibration);
  }

  /** Bins of log-odds that areas and curves are made of; 0 without probabilities. */
  public int scoreBins() {
    return scoreBins;
  }

  /** The share of rows whose prediction is right. */
  public double accuracy() {
    double right = 0;
    for (int i = 0; i < classes.size(); i++) {
      right += confusion.right(i);
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

  @Override
  public String toJson() {
    return EvaluationJson.of(this);
  }

  /** As text for the console: the metrics, a line per class, and the confusion of few classes. */
  @Override
  public String toTable() {
    return EvaluationTable.of(this);
  }

  @Override
  public void writeTo(Markup page, String heading) {
    new ClassificationPage(this).write(page, heading);
  }
}
