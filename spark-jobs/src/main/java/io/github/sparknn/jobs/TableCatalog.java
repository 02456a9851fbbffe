package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.DataSection;
import io.github.sparknn.jobs.config.JobFile;
import io.github.sparknn.jobs.config.OutputSection;
import io.github.sparknn.jobs.config.ScoreSection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The catalog that holds a job file's tables: one that {@code spark.sql.catalog.NAME} makes, or
 * Spark's own, which knows a Hive metastore's tables or else, in memory, those of its application
 * alone.
 */
final class TableCatalog {
  private static final String IMPLEMENTATION = "spark.sql.catalogImplementation";
  private static final String HIVE = "hive";
  private static final String CATALOGS = "spark.sql.catalog.";
  private static final String DEFAULT_CATALOG = "spark.sql.defaultCatalog";

  /** The name of Spark's own. */
  private static final String OWN = "spark_catalog";

  /** What {@code SparkSession.enableHiveSupport} looks for. */
  private static final List<String> HIVE_CLASSES =
      List.of(
          "org/apache/spark/sql/hive/HiveSessionStateBuilder.class",
          "org/apache/hadoop/hive/conf/HiveConf.class");

  private static final Pattern FIRST_PART = Pattern.compile("(?:`([^`]+)`|([^.`]+))\\..+");

  private TableCatalog() {}

  /**
   * The settings of a new session for a job: Spark's own catalog knows the Hive metastore where a
   * table may be there, Spark has the classes, and no setting says otherwise.
   *
   * @param settings of the command line
   * @param defaults gives the application's other settings; null for what is not set
   * @param classes where Spark's are
   */
  static Map<String, String> settings(
      JobFile job,
      Map<String, String> settings,
      UnaryOperator<String> defaults,
      ClassLoader classes) {
    UnaryOperator<String> all = key -> settings.getOrDefault(key, defaults.apply(key));
    boolean asks = tables(job).anyMatch(table -> catalog(table, all).equals(OWN));
    if (!asks || all.apply(IMPLEMENTATION) != null || !hasHive(classes)) {
      return settings;
    }
    Map<String, String> withHive = new HashMap<>(settings);
    withHive.put(IMPLEMENTATION, HIVE);
    return withHive;
  }

  /**
   * Makes sure that a table to write outlives the application.
   *
   * @throws IllegalArgumentException if only Spark's catalog in memory would know it
   */
  static void checkLasts(SparkSession spark, OutputSection output) {
    if (output.table() != null && isInMemory(spark, output.table())) {
      throw new IllegalArgumentException(
          "Cannot write table "
              + output.table()
              + ": "
              + inMemory(Thread.currentThread().getContextClassLoader())
              + ", which ends with the application (must be hive, or the table's name begin with"
              + " the NAME of a setting spark.sql.catalog.NAME)");
    }
  }

  /** What to add to Spark's word that it has no such table; may be empty. */
  static String hint(SparkSession spark, String table) {
    return isInMemory(spark, table)
        ? " (" + inMemory(Thread.currentThread().getContextClassLoader()) + ")"
        : "";
  }

  private static String inMemory(ClassLoader classes) {
    return IMPLEMENTATION
        + " is in-memory"
        + (hasHive(classes) ? "" : " as Spark's Hive classes are not on the class path");
  }

  private static boolean isInMemory(SparkSession spark, String table) {
    UnaryOperator<String> settings =
        key -> {
          var value = spark.conf().getOption(key);
          return value.isDefined() ? value.get() : null;
        };
    return catalog(table, settings).equals(OWN)
        && settings.apply(CATALOGS + OWN) == null
        && !HIVE.equals(settings.apply(IMPLEMENTATION));
  }

  /** The name of a table's catalog. */
  private static String catalog(String table, UnaryOperator<String> settings) {
    Matcher parts = FIRST_PART.matcher(table);
    if (parts.matches()) {
      String first = Objects.requireNonNullElse(parts.group(1), parts.group(2));
      if (first.equals(OWN) || settings.apply(CATALOGS + first) != null) {
        return first;
      }
    }
    return Objects.requireNonNullElse(settings.apply(DEFAULT_CATALOG), OWN);
  }

  private static Stream<String> tables(JobFile job) {
    ScoreSection score = job.score();
    Stream<DataSection> read =
        Stream.of(job.data(), job.evaluate().data(), score == null ? null : score.data());
    Stream<String> written = Stream.of(score).filter(Objects::nonNull).map(s -> s.output().table());
    return Stream.concat(read.filter(Objects::nonNull).map(DataSection::table), written)
        .filter(Objects::nonNull);
  }

  private static boolean hasHive(ClassLoader classes) {
    return HIVE_CLASSES.stream().allMatch(name -> classes.getResource(name) != null);
  }
}
