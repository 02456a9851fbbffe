package io.github.sparknn.benchmarks;

import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Scores with an MLP 28-256-256-2, sigmoid and softmax: NeuralNetworkClassificationModel and
 * MLlib's MultilayerPerceptronClassificationModel with the same weights. Fails if their outputs
 * differ.
 */
@Command(
    name = "scoring",
    description = "MLP 28-256-256-2: SparkNN's model, MLlib's with the same weights, a scan.",
    mixinStandardHelpOptions = true)
final class ScoringBenchmark extends SparkBenchmark {
  private static final String RATE = "rows/s";
  private static final String MLLIB = "MLlib, vector";
  private static final String SCAN = "scan only, ";

  @Option(names = "--rows", defaultValue = "500000", description = "default ${DEFAULT-VALUE}")
  private long rows;

  @Option(
      names = "--wide-rows",
      defaultValue = "100000",
      description = "rows of the table with 100 more columns (default ${DEFAULT-VALUE})")
  private long wideRows;

  /** By the contender's name. */
  private final Map<String, UnaryOperator<Dataset<Row>>> scorers = new LinkedHashMap<>();

  @Override
  void measure(SparkSession spark, TemporaryFolder folder) {
    requireAtLeast("rows", rows, 100);
    requireAtLeast("wide-rows", wideRows, 100);
    Dataset<Row> table = stored(ScoringTable.narrow(spark, rows), folder.resolve("table"));
    Dataset<Row> wide = stored(ScoringTable.wide(spark, wideRows), folder.resolve("wide"));
    addScorers(MllibTwin.train(ScoringTable.narrow(spark, 2000)), table);
    progress("checked: outputs agree to 1e-5");

    Contest noop = contest(table, rows, List.of("prediction", "probability"), Sinks::noop);
    for (String type : List.of("vector", "array")) {
      Dataset<Row> scan = table.select("id", type);
      noop.addRate(SCAN + type, RATE, rows, () -> Sinks.noop(scan));
    }
    print(spark, "Parquet to noop", rows, noop);

    String out = folder.resolve("out");
    Contest parquet =
        contest(
            table,
            rows,
            List.of("prediction", "probability"),
            scores -> Sinks.parquet(scores, out));
    Dataset<Row> scan = table.selectExpr("id", "array[0]", "array[1]", "array[2]");
    parquet.addRate(SCAN + "array", RATE, rows, () -> Sinks.parquet(scan, out));
    print(spark, "Parquet to Parquet", rows, parquet);

    Contest narrow = contest(wide, wideRows, List.of("prediction"), Sinks::noop);
    print(spark, "id and prediction of a table with 100 more columns, to noop", wideRows, narrow);
  }

  private static Dataset<Row> stored(Dataset<Row> data, String path) {
    Sinks.parquet(data, path);
    return data.sparkSession().read().parquet(path);
  }

  /** Also requires that all give the same. */
  private void addScorers(MllibTwin twin, Dataset<Row> table) {
    scorers.put(MLLIB, twin.mllib()::transform);
    NetworkSpec network = twin.ours().networkSpec();
    for (String engine : InstalledEngines.taking(network)) {
      for (String type : List.of("vector", "array")) {
        NeuralNetworkClassificationModel model =
            twin.ours().copy(ParamMap.empty()).setEngine(engine).setFeaturesCol(type);
        twin.requireSameOutputs(table, model);
        scorers.put("SparkNN " + engine + ", " + type, model::transform);
      }
    }
  }

  private Contest contest(
      Dataset<Row> table, long count, List<String> scores, Consumer<Dataset<Row>> sink) {
    Contest contest = contest();
    scorers.forEach(
        (name, scorer) -> {
          Dataset<Row> scored = scorer.apply(table).select("id", scores.toArray(String[]::new));
          contest.addRate(name, RATE, count, () -> sink.accept(scored));
        });
    return contest;
  }

  private void print(SparkSession spark, String work, long count, Contest contest) {
    progress(work);
    print(
        spark,
        String.format(Locale.ROOT, "MLP 28-256-256-2, %s, %,d rows", work, count),
        new ResultTable().figureWithRange(RATE, "%,.0f").ratio("to MLlib", RATE, name -> MLLIB),
        contest.run());
  }
}
