package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;

import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.preprocessing.TablePreprocessorModel;
import io.github.sparknn.preprocessing.TablePreprocessorParams;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Imputes and scales 20 numeric columns and one-hot encodes 4 categorical ones: TablePreprocessor
 * and a pipeline of Spark ML's stages. Fails if their outputs differ.
 */
@Command(
    name = "preprocessing",
    description = "20 numeric and 4 categorical columns: TablePreprocessor, Spark ML's pipeline.",
    mixinStandardHelpOptions = true)
final class PreprocessingBenchmark extends SparkBenchmark {
  private static final String RATE = "rows/s";
  private static final String SPARK_ML = "Spark ML";
  private static final String OURS = "SparkNN";

  /** By the contender's name. */
  private static final Map<String, String> OUTPUT_TYPES = new LinkedHashMap<>();

  static {
    OUTPUT_TYPES.put(OURS + ", numbers and ids", TablePreprocessorParams.IDS);
    OUTPUT_TYPES.put(OURS + ", one-hot array", TablePreprocessorParams.ARRAY);
    OUTPUT_TYPES.put(OURS + ", sparse vector", TablePreprocessorParams.SPARSE_VECTOR);
  }

  @Option(names = "--rows", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  private long rows;

  @Override
  void measure(SparkSession spark, TemporaryFolder folder) {
    requireAtLeast("rows", rows, 100);
    String path = folder.resolve("table");
    Sinks.parquet(MixedTable.create(spark, rows), path);
    Dataset<Row> table = spark.read().parquet(path);
    TablePreprocessor ours =
        new TablePreprocessor()
            .setNumericCols(MixedTable.numbers())
            .setCategoricalCols(MixedTable.categories());
    PipelineModel peerModel = SparkMlTable.pipeline().fit(table);
    Map<String, TablePreprocessorModel> models = new LinkedHashMap<>();
    TablePreprocessorModel fitted = ours.fit(table);
    OUTPUT_TYPES.forEach(
        (name, type) -> models.put(name, fitted.copy(ParamMap.empty()).setOutputType(type)));
    SparkMlTable.requireSameOutputs(table, rows, peerModel, models.values());
    progress("checked: outputs agree to 1e-6");

    Dataset<Row> peerOutput = output(peerModel.transform(table));
    Map<String, Dataset<Row>> outputs = new LinkedHashMap<>();
    models.forEach((name, model) -> outputs.put(name, output(model.transform(table))));
    print(
        spark,
        "fit",
        contest()
            .addRate(SPARK_ML, RATE, rows, () -> SparkMlTable.pipeline().fit(table))
            .addRate(OURS, RATE, rows, () -> ours.fit(table)));
    Contest noop = contest().addRate(SPARK_ML, RATE, rows, () -> Sinks.noop(peerOutput));
    outputs.forEach((name, output) -> noop.addRate(name, RATE, rows, () -> Sinks.noop(output)));
    noop.addRate("scan only", RATE, rows, () -> Sinks.noop(table));
    print(spark, "transform to noop", noop);
    String out = folder.resolve("out");
    Contest parquet = contest().addRate(SPARK_ML, RATE, rows, () -> Sinks.parquet(peerOutput, out));
    outputs.forEach(
        (name, output) -> parquet.addRate(name, RATE, rows, () -> Sinks.parquet(output, out)));
    print(spark, "transform to Parquet", parquet);
  }

  private static Dataset<Row> output(Dataset<Row> transformed) {
    return transformed.select(col("id"), col("features"));
  }

  private void print(SparkSession spark, String work, Contest contest) {
    progress(work);
    print(
        spark,
        String.format(Locale.ROOT, "%s, 20 numeric + 4 categorical columns, %,d rows", work, rows),
        new ResultTable()
            .figureWithRange(RATE, "%,.0f")
            .ratio("to Spark ML", RATE, name -> SPARK_ML)
            .figure(Contest.PER_CPU_SECOND, "%,.0f"),
        contest.run());
  }
}
