package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;

import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.preprocessing.TablePreprocessorModel;
import io.github.sparknn.preprocessing.TablePreprocessorParams;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.PipelineModel;
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
  private static final String VECTOR = ", vector";
  private static final String ARRAY = ", array";

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
    TablePreprocessorModel arrayModel = ours.fit(table);
    TablePreprocessorModel vectorModel =
        ours.fit(table).setOutputType(TablePreprocessorParams.VECTOR);
    SparkMlTable.requireSameOutputs(table, rows, peerModel, List.of(arrayModel, vectorModel));
    progress("checked: outputs agree to 1e-6");

    Dataset<Row> peerOutput = output(peerModel.transform(table));
    Dataset<Row> vectors = output(vectorModel.transform(table));
    Dataset<Row> arrays = output(arrayModel.transform(table));
    String out = folder.resolve("out");
    print(
        spark,
        "fit",
        contest()
            .addRate(SPARK_ML, RATE, rows, () -> SparkMlTable.pipeline().fit(table))
            .addRate(OURS, RATE, rows, () -> ours.fit(table)));
    print(
        spark,
        "transform to noop",
        contest()
            .addRate(SPARK_ML, RATE, rows, () -> Sinks.noop(peerOutput))
            .addRate(OURS + VECTOR, RATE, rows, () -> Sinks.noop(vectors))
            .addRate(OURS + ARRAY, RATE, rows, () -> Sinks.noop(arrays))
            .addRate("scan only", RATE, rows, () -> Sinks.noop(table)));
    print(
        spark,
        "transform to Parquet",
        contest()
            .addRate(SPARK_ML, RATE, rows, () -> Sinks.parquet(peerOutput, out))
            .addRate(OURS + VECTOR, RATE, rows, () -> Sinks.parquet(vectors, out))
            .addRate(OURS + ARRAY, RATE, rows, () -> Sinks.parquet(arrays, out)));
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
            .ratio("to Spark ML", RATE, name -> SPARK_ML),
        contest.run());
  }
}
