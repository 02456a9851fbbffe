package io.github.sparknn.benchmarks;

import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
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
 * Scores with an MLP 28-256-256-2, sigmoid and softmax: NeuralNetworkClassificationModel, ONNX
 * Runtime in mapPartitions and MLlib's MultilayerPerceptronClassificationModel, with the same
 * weights. Fails if their outputs differ.
 */
@Command(
    name = "scoring",
    description =
        "MLP 28-256-256-2: SparkNN's model; ONNX Runtime and MLlib with the same weights; a scan.",
    mixinStandardHelpOptions = true)
final class ScoringBenchmark extends SparkBenchmark {
  private static final String RATE = "rows/s";
  private static final String MLLIB = "MLlib, vector";
  private static final String ONNX = "ONNX Runtime, ";
  private static final String SCAN = "scan only, ";
  private static final String OURS = "SparkNN ";
  private static final String NARROW = ", narrow";
  private static final String[] KEPT = {"id", "country", "amount"};

  @Option(names = "--rows", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  private long rows;

  @Option(
      names = "--wide-rows",
      defaultValue = "200000",
      description =
          "rows of the table with 200 more columns and of the one that it is compared with (default"
              + " ${DEFAULT-VALUE})")
  private long wideRows;

  @Option(
      names = "--onnx-batch-size",
      split = ",",
      defaultValue = "1024,4096",
      description = "rows that ONNX Runtime scores at once (default ${DEFAULT-VALUE})")
  private List<Integer> onnxBatchSizes;

  /** By the contender's name. */
  private final Map<String, UnaryOperator<Dataset<Row>>> scorers = new LinkedHashMap<>();

  @Override
  void measure(SparkSession spark, TemporaryFolder folder) {
    requireAtLeast("rows", rows, 100);
    requireAtLeast("wide-rows", wideRows, 100);
    Dataset<Row> table = stored(ScoringTable.narrow(spark, rows), folder.resolve("table"));
    addScorers(ScoringTwins.train(ScoringTable.narrow(spark, 2000)), table);
    progress("checked: outputs agree to 1e-5");

    Contest noop = contest(table, rows, Sinks::noop);
    for (String type : List.of("vector", "array")) {
      Dataset<Row> scan = table.select("id", "country", "amount", type);
      noop.addRate(SCAN + type, RATE, rows, () -> Sinks.noop(scan));
    }
    print(spark, "Parquet to noop", rows, noop);

    String out = folder.resolve("out");
    Contest parquet = contest(table, rows, scores -> Sinks.parquet(scores, out));
    Dataset<Row> scan =
        table.selectExpr("id", "country", "amount", "array[0]", "array[1]", "array[2]");
    parquet.addRate(SCAN + "array", RATE, rows, () -> Sinks.parquet(scan, out));
    print(spark, "Parquet to Parquet", rows, parquet);

    printWide(
        spark,
        stored(ScoringTable.narrow(spark, wideRows), folder.resolve("narrow")),
        stored(ScoringTable.wide(spark, wideRows), folder.resolve("wide")));
  }

  /** Of two columns, what 200 more that nobody reads cost. */
  private void printWide(SparkSession spark, Dataset<Row> narrow, Dataset<Row> wide) {
    Contest contest = contest();
    scorers.forEach(
        (name, scorer) -> {
          if (name.startsWith(OURS) && name.endsWith("array")) {
            Dataset<Row> fromNarrow = scorer.apply(narrow).select("id", "prediction");
            Dataset<Row> fromWide = scorer.apply(wide).select("id", "prediction");
            contest.addRate(name + NARROW, RATE, wideRows, () -> Sinks.noop(fromNarrow));
            contest.addRate(name + ", wide", RATE, wideRows, () -> Sinks.noop(fromWide));
          }
        });
    print(
        spark,
        "id and prediction of a table with 200 more columns, to noop",
        wideRows,
        contest,
        table ->
            table.ratio(
                "to narrow", RATE, name -> name.substring(0, name.lastIndexOf(',')) + NARROW));
  }

  private static Dataset<Row> stored(Dataset<Row> data, String path) {
    Sinks.parquet(data, path);
    return data.sparkSession().read().parquet(path);
  }

  /** Also requires that all give the same. */
  private void addScorers(ScoringTwins twins, Dataset<Row> table) {
    scorers.put(MLLIB, data -> kept(twins.mllib().transform(data)));
    for (int batchSize : onnxBatchSizes) {
      OnnxScoring onnx = new OnnxScoring(twins.onnx(), batchSize);
      scorers.put(ONNX + "rows, batch " + batchSize, data -> onnx.transformRows(data, KEPT));
      scorers.put(ONNX + "beans, batch " + batchSize, onnx::transformBeans);
    }
    for (String engine : InstalledEngines.taking(twins.ours().networkSpec())) {
      for (String type : List.of("vector", "array")) {
        NeuralNetworkClassificationModel model =
            twins.ours().copy(ParamMap.empty()).setEngine(engine).setFeaturesCol(type);
        scorers.put(OURS + engine + ", " + type, data -> kept(model.transform(data)));
      }
      scorers.put(OURS + engine + ", SQL function", data -> byFunction(twins.ours(), engine, data));
    }
    scorers.forEach((name, scorer) -> twins.requireSameOutputs(name, table, scorer));
  }

  /** The columns that ONNX Runtime's contenders give: one probability, not a vector of two. */
  private static Dataset<Row> byFunction(
      NeuralNetworkClassificationModel twin, String engine, Dataset<Row> data) {
    String function = "probability_by_" + engine;
    twin.copy(ParamMap.empty())
        .setEngine(engine)
        .setFeaturesCol("array")
        .registerFunction(data.sparkSession(), function);
    return data.selectExpr("id", "country", "amount", function + "(array) as probability")
        .selectExpr(
            "id", "country", "amount", "double(probability > 0.5) as prediction", "probability");
  }

  private static Dataset<Row> kept(Dataset<Row> scored) {
    return scored.select("id", "country", "amount", "prediction", "probability");
  }

  private Contest contest(Dataset<Row> table, long count, Consumer<Dataset<Row>> sink) {
    Contest contest = contest();
    scorers.forEach(
        (name, scorer) -> {
          Dataset<Row> scored = scorer.apply(table);
          contest.addRate(name, RATE, count, () -> sink.accept(scored));
        });
    return contest;
  }

  private void print(SparkSession spark, String work, long count, Contest contest) {
    print(
        spark,
        work,
        count,
        contest,
        table ->
            table
                .ratio("to MLlib", RATE, name -> MLLIB)
                .ratioToBest("to best ONNX Runtime", RATE, name -> name.startsWith(ONNX)));
  }

  private void print(
      SparkSession spark,
      String work,
      long count,
      Contest contest,
      UnaryOperator<ResultTable> ratios) {
    progress(work);
    print(
        spark,
        String.format(Locale.ROOT, "MLP 28-256-256-2, %s, %,d rows", work, count),
        ratios.apply(
            new ResultTable()
                .figureWithRange(RATE, "%,.0f")
                .figure(Contest.PER_CPU_SECOND, "%,.0f")),
        contest.run());
  }
}
