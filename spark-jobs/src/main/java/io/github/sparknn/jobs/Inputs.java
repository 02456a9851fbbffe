package io.github.sparknn.jobs;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.not;

import io.github.sparknn.datasets.ColumnNames;
import io.github.sparknn.jobs.config.DataSection;
import io.github.sparknn.jobs.config.HoldoutSection;
import io.github.sparknn.jobs.config.JobFile;
import io.github.sparknn.jobs.config.TrainSection;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The tables that a job file describes. */
final class Inputs {
  private static final String HELD_OUT = "__sparknn_held_out";

  private Inputs() {}

  /**
   * The rows of a section, with its added columns, that its condition keeps.
   *
   * @throws IllegalArgumentException a path that does not exist, or SQL that does not fit the table
   */
  static Dataset<Row> load(SparkSession spark, DataSection section) {
    return refine(read(spark, section), section);
  }

  /** The rows to train on: those of {@code train.where} that are not held out. */
  static Dataset<Row> training(SparkSession spark, JobFile job) {
    TrainSection train = job.train();
    if (train.holdout() == null) {
      return filter(load(spark, job.data()), train.where(), "train.where");
    }
    return marked(spark, job, train.holdout()).filter(not(column(HELD_OUT))).drop(HELD_OUT);
  }

  /**
   * The rows that no training sees: of {@code evaluate.data}, or held out; empty without either.
   */
  static Optional<Dataset<Row>> heldOut(SparkSession spark, JobFile job) {
    Dataset<Row> rows = null;
    if (job.evaluate().data() != null) {
      rows = load(spark, job.evaluate().data());
    } else if (job.train() != null && job.train().holdout() != null) {
      rows = marked(spark, job, job.train().holdout()).filter(column(HELD_OUT)).drop(HELD_OUT);
    }
    return Optional.ofNullable(rows)
        .map(table -> filter(table, job.evaluate().where(), "evaluate.where"));
  }

  /** Keeps the rows that a condition is true for; {@code key} names it in messages. */
  static Dataset<Row> filter(Dataset<Row> table, String condition, String key) {
    return condition == null
        ? table
        : Failures.explain("apply " + key + " \"" + condition + "\"", () -> table.where(condition));
  }

  /** A column by its very name, dots and spaces included. */
  static Column column(String name) {
    return ColumnNames.column(name);
  }

  /**
   * Makes sure that a table has a column.
   *
   * @throws IllegalArgumentException {@code Cannot <attempt>: no column ...}, with those there are
   */
  static void require(Dataset<?> table, String name, String attempt) {
    if (!Arrays.asList(table.columns()).contains(name)) {
      throw missing(attempt, name, table.schema());
    }
  }

  static IllegalArgumentException missing(String attempt, String name, StructType schema) {
    return new IllegalArgumentException(
        "Cannot "
            + attempt
            + ": no column '"
            + name
            + "' (columns: "
            + String.join(", ", schema.fieldNames())
            + ")");
  }

  /** The rows of train.where, each marked; the mark comes from the columns as read. */
  private static Dataset<Row> marked(SparkSession spark, JobFile job, HoldoutSection holdout) {
    Dataset<Row> read = read(spark, job.data());
    Dataset<Row> table = read.withColumn(HELD_OUT, Holdout.condition(read.schema(), holdout));
    return filter(refine(table, job.data()), job.train().where(), "train.where");
  }

  private static Dataset<Row> read(SparkSession spark, DataSection section) {
    DataFrameReader reader = spark.read().options(section.options());
    if (section.table() != null) {
      return table(spark, reader, section.table());
    }
    return Failures.explain(
        "read " + section.name(), () -> read(reader.format(section.format()), section.path()));
  }

  private static Dataset<Row> table(SparkSession spark, DataFrameReader reader, String name) {
    try {
      return Failures.explain("read " + name, () -> reader.table(name));
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof AnalysisException unknown
          && "TABLE_OR_VIEW_NOT_FOUND".equals(unknown.getErrorClass())) {
        throw new IllegalArgumentException(e.getMessage() + TableCatalog.hint(spark, name), e);
      }
      throw e;
    }
  }

  private static Dataset<Row> read(DataFrameReader reader, String path) {
    return path == null ? reader.load() : reader.load(path);
  }

  private static Dataset<Row> refine(Dataset<Row> table, DataSection section) {
    Dataset<Row> refined = table;
    for (Map.Entry<String, String> added : section.columns().entrySet()) {
      Dataset<Row> before = refined;
      String sql = added.getValue();
      refined =
          Failures.explain(
              "add column " + added.getKey() + " as \"" + sql + "\"",
              () -> before.withColumn(added.getKey(), expr(sql)));
    }
    return filter(refined, section.where(), "where");
  }
}
