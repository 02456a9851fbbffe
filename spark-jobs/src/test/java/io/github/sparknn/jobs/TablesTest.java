package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalog.Catalog;
import org.apache.spark.sql.connector.catalog.DelegatingCatalogExtension;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on tables of a catalog, and on sources without a path. */
class TablesTest {
  private static final SparkSession SPARK = JobFixture.spark();
  private static final String CATALOG = "spark.sql.catalog.spark_catalog";

  @TempDir private static Path folder;
  private static JobFixture jobs;

  @BeforeAll
  static void trainOnATable() throws IOException {
    jobs = new JobFixture(folder);
    SPARK.conf().set(CATALOG, Lasting.class.getName());
    SPARK.sql("CREATE DATABASE shop LOCATION '" + folder.resolve("shop") + "'");
    SPARK
        .read()
        .orc(folder.resolve("table").toString())
        .selectExpr("*", "id % 2 = 0 AS even")
        .write()
        .partitionBy("even")
        .saveAsTable("shop.rows");
    run("train", job("{table: shop.rows, where: even}", "{table: shop.scored}"));
    assertThat(jobs.out.toString()).containsPattern("rows trained {10}3[4-8]\\d\n");
  }

  @AfterAll
  static void dropTables() {
    SPARK.sql("DROP DATABASE shop CASCADE");
    SPARK.conf().unset(CATALOG);
  }

  /** The fixture's job, with this input and output. */
  private static Path job(String data, String output) throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    String text =
        Files.readString(job)
            .replaceFirst("data: .*", "data: " + Matcher.quoteReplacement(data))
            .replaceFirst("  output: .*", "  output: " + output);
    return Files.writeString(job, text);
  }

  private static void run(String command, Path job) {
    assertThat(jobs.run(command, job)).as(jobs.err.toString()).isZero();
  }

  private static void assertRefused(Path job, String message) {
    SparkContext context = SPARK.sparkContext();
    context.setJobGroup(message, "score", false);
    try {
      assertThat(jobs.run("score", job)).isEqualTo(1);
      assertThat(jobs.err.toString()).startsWith("sparknn: " + message).hasLineCount(1);
      assertThat(context.statusTracker().getJobIdsForGroup(message)).isEmpty();
    } finally {
      context.clearJobGroup();
    }
  }

  @Test
  void readsAndWritesTables() throws Exception {
    Path job =
        job(
            "{table: shop.rows, where: even}",
            "{table: shop.scored, format: orc, mode: append, partitionBy: [prediction]}");
    run("score", job);

    Dataset<Row> scored = SPARK.table("shop.scored");
    assertThat(scored.columns()).containsExactly("id", "p", "prediction");
    assertThat(scored.filter("id % 2 = 0 AND id >= 900").count()).isEqualTo(50);
    assertThat(scored.count()).isEqualTo(50);
    Catalog catalog = SPARK.catalog();
    assertThat(catalog.listColumns("shop.scored").filter("isPartition").count()).isEqualTo(1);
    assertThat(SPARK.sql("DESCRIBE TABLE EXTENDED shop.scored").collectAsList())
        .anyMatch(row -> row.getString(0).equals("Provider") && row.getString(1).equals("orc"));

    run("score", job);
    assertThat(SPARK.table("shop.scored").count()).isEqualTo(100);
    Files.writeString(job, Files.readString(job).replace("mode: append", "mode: overwrite"));
    run("score", job);
    assertThat(SPARK.table("shop.scored").count()).isEqualTo(50);
    assertThat(jobs.out.toString()).contains("output                shop.scored");
  }

  @Test
  void refusesWhatTheCatalogHasNot() throws IOException {
    Path job = job("{table: shop.gone}", "{table: shop.other}");
    assertRefused(job, "Cannot read shop.gone: [TABLE_OR_VIEW_NOT_FOUND]");
    job = job("{table: shop.rows, where: evn}", "{table: shop.other}");
    assertRefused(job, "Cannot apply where \"evn\": [UNRESOLVED_COLUMN");
    assertThat(jobs.err.toString()).contains("`evn`", "Did you mean", "`even`");
  }

  @Test
  void tellsThatACatalogInMemoryEndsWithTheApplication() throws IOException {
    SPARK.conf().unset(CATALOG);
    try {
      String reason =
          "spark.sql.catalogImplementation is in-memory as Spark's Hive classes are not on the"
              + " class path";
      assertRefused(
          job("{table: shop.rows}", "{table: shop.other}"),
          "Cannot write table shop.other: "
              + reason
              + ", which ends with the application (must be hive, or the table's name begin with"
              + " the NAME of a setting spark.sql.catalog.NAME)");
      assertRefused(job("{table: shop.gone}", "{path: out}"), "Cannot read shop.gone: [TABLE_OR");
      assertThat(jobs.err.toString()).endsWith(" (" + reason + ")\n");
      SPARK.conf().set("spark.sql.catalog.lake", "no.such.Catalog");
      Path job = job("{table: shop.rows}", "{table: lake.shop.other}");
      assertThat(jobs.run("score", job)).isEqualTo(1);
      assertThat(jobs.err.toString()).contains("no.such.Catalog");
    } finally {
      SPARK.conf().unset("spark.sql.catalog.lake");
      SPARK.conf().set(CATALOG, Lasting.class.getName());
    }
  }

  @Test
  void refusesToWriteBeforeItScores() throws IOException {
    Path job = job("{table: shop.rows}", "{table: shop.rows}");
    assertRefused(
        job,
        "Cannot write the scored rows: shop.rows exists (score.output.mode: overwrite replaces it)");
    for (String output :
        new String[] {
          "{path: " + folder.resolve("parts") + ", partitionBy: [day]}",
          "{table: shop.parts, partitionBy: [day]}"
        }) {
      job = job("{table: shop.rows}", output);
      assertThat(jobs.run("score", job)).isEqualTo(1);
      assertThat(jobs.err.toString())
          .isEqualTo(
              "sparknn: Cannot partition the scored rows: no column 'day'"
                  + " (columns: id, p, prediction)\n");
    }
    job = job("{table: shop.rows}", "{table: nowhere.scored}");
    assertThat(jobs.run("score", job)).isEqualTo(1);
    assertThat(jobs.err.toString()).contains("nowhere");
    job = job("{table: shop.rows}", "{table: shop.rows, mode: overwrite}");
    assertThat(jobs.run("score", job)).isEqualTo(1);
    assertThat(jobs.err.toString()).contains("shop").contains("rows");
    assertThat(SPARK.table("shop.rows").count()).isEqualTo(1000);
  }

  @Test
  void takesSourcesAndSinksWithoutAPath() throws IOException {
    Path job =
        job(
            "{format: %s, options: {path.of: %s}}"
                .formatted(Source.class.getName(), folder.resolve("table")),
            "{format: noop, mode: append}");
    run("score", job);
    assertThat(jobs.out.toString())
        .contains("rows scored           100")
        .contains("output                noop");
  }

  /** Spark's own catalog by a setting of the user's, whose tables may last. */
  public static final class Lasting extends DelegatingCatalogExtension {}

  /** A source whose table an option tells. */
  public static final class Source implements RelationProvider {
    @Override
    public BaseRelation createRelation(
        SQLContext context, scala.collection.immutable.Map<String, String> parameters) {
      Dataset<Row> table = SPARK.read().orc(parameters.apply("path.of"));
      return new Rows(context, table);
    }
  }

  private static final class Rows extends BaseRelation implements TableScan {
    private final SQLContext context;
    private final Dataset<Row> table;

    Rows(SQLContext context, Dataset<Row> table) {
      this.context = context;
      this.table = table;
    }

    @Override
    public SQLContext sqlContext() {
      return context;
    }

    @Override
    public StructType schema() {
      return table.schema();
    }

    @Override
    public RDD<Row> buildScan() {
      return table.rdd();
    }
  }
}
