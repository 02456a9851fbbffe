package io.github.sparknn.estimators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.Validation;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How a model's training went. Immutable. */
public final class TrainingSummary {
  private static final StructType HISTORY =
      new StructType()
          .add("epoch", DataTypes.IntegerType, false)
          .add("loss", DataTypes.DoubleType, false)
          .add("validationLoss", DataTypes.DoubleType)
          .add("validationAccuracy", DataTypes.DoubleType)
          .add("examples", DataTypes.LongType, false)
          .add("rounds", DataTypes.IntegerType, false)
          .add("seconds", DataTypes.DoubleType, false)
          .add("samplesPerSecond", DataTypes.DoubleType, false)
          .add("returned", DataTypes.BooleanType, false);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The heading of what was measured on validation data. */
  public static final String VALIDATION = "Validation data";

  private final TrainingReport report;
  private final Map<String, ModelEvaluation> evaluations;

  TrainingSummary(TrainingReport report) {
    this(report, Map.of());
  }

  private TrainingSummary(TrainingReport report, Map<String, ModelEvaluation> evaluations) {
    this.report = report;
    this.evaluations = evaluations;
  }

  /** The training report. */
  public TrainingReport report() {
    return report;
  }

  /**
   * What the model gives on the validation data: confusion, curves, calibration, or residuals.
   * Empty without validation data, for autoencoders, where a row has several labels, and where this
   * measurement failed after the training, which then logged a warning.
   */
  public Optional<ModelEvaluation> evaluation() {
    return Optional.ofNullable(evaluations.get(VALIDATION));
  }

  /**
   * All that was measured, by what on, in order; {@link #VALIDATION} first, where there is such.
   */
  public Map<String, ModelEvaluation> evaluations() {
    return evaluations;
  }

  /**
   * The same with one more evaluation, for the page and the figures.
   *
   * @param heading what was measured on, such as "Test data"
   */
  public TrainingSummary withEvaluation(String heading, ModelEvaluation evaluation) {
    Map<String, ModelEvaluation> more = new LinkedHashMap<>(evaluations);
    more.put(heading, evaluation);
    return new TrainingSummary(report, Collections.unmodifiableMap(more));
  }

  /**
   * The report as a page for browsers, as {@link TrainingReport#toHtml(String)} has it, with the
   * evaluations.
   *
   * @param title the page's title
   */
  public String toHtml(String title) {
    return report.toHtml(
        title,
        page -> evaluations.forEach((heading, evaluation) -> evaluation.writeTo(page, heading)));
  }

  /**
   * The figures of {@link TrainingReport#toJson()}, and as {@code evaluations} those of {@link
   * ModelEvaluation#toJson()} by what was measured on.
   */
  public String toJson() {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(report.toJson());
      ObjectNode measured = root.putObject("evaluations");
      for (Map.Entry<String, ModelEvaluation> evaluation : evaluations.entrySet()) {
        measured.set(evaluation.getKey(), JSON.readTree(evaluation.getValue().toJson()));
      }
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One row for each epoch, in order: epoch (int, from 1), loss (double, mean over the epoch's
   * examples), validationLoss and validationAccuracy (double; null without validation data, and
   * without an accuracy where labels are no classes), examples (long), rounds (int, averagings),
   * seconds, samplesPerSecond (double), and returned (boolean: whether the model has this epoch's
   * parameters).
   *
   * @throws IllegalStateException if there is no active Spark session
   */
  public Dataset<Row> history() {
    List<Row> rows = report.epochs().stream().map(this::row).toList();
    return SparkSession.active().createDataFrame(rows, HISTORY);
  }

  private Row row(EpochReport epoch) {
    Validation validation = epoch.validation();
    return RowFactory.create(
        epoch.epoch(),
        epoch.loss(),
        validation == null ? null : validation.loss(),
        validation == null || !validation.hasAccuracy() ? null : validation.accuracy(),
        epoch.examples(),
        epoch.rounds(),
        epoch.seconds(),
        epoch.samplesPerSecond(),
        epoch.epoch() == report.resultEpoch());
  }
}
