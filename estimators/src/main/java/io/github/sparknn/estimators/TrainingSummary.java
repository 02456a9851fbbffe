package io.github.sparknn.estimators;

import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.Validation;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How a model's training went. */
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

  private final TrainingReport report;

  TrainingSummary(TrainingReport report) {
    this.report = report;
  }

  /** The whole report. */
  public TrainingReport report() {
    return report;
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
