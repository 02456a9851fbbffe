package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;

import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.preprocessing.TablePreprocessorModel;
import io.github.sparknn.preprocessing.TablePreprocessorParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
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

  /** What is measured. */
  private enum Work {
    FIT("fit"),
    NOOP("transform to noop"),
    PARQUET("transform to Parquet");

    final String title;

    Work(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** SparkNN's contenders in the transform. */
  private enum Output {
    IDS(OURS + ", numbers and ids", TablePreprocessorParams.IDS),
    PACKED(OURS + ", packed numbers and ids", TablePreprocessorParams.PACKED_IDS),
    ARRAY(OURS + ", one-hot array", TablePreprocessorParams.ARRAY),
    SPARSE(OURS + ", sparse vector", TablePreprocessorParams.SPARSE_VECTOR);

    final String title;
    final String type;

    Output(String title, String type) {
      this.title = title;
      this.type = type;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(names = "--rows", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  private long rows;

  @Option(
      names = "--work",
      split = ",",
      description = "some of ${COMPLETION-CANDIDATES} (default: all)")
  private List<Work> works = List.of(Work.values());

  @Option(
      names = "--outputs",
      split = ",",
      description = "of the transforms, some of ${COMPLETION-CANDIDATES} (default: all)")
  private List<Output> outputs = List.of(Output.values());

  @Override
  void measure(SparkSession spark, TemporaryFolder folder) {
    requireAtLeast("rows", rows, 100);
    String path = folder.resolve("table");
    Sinks.parquet(MixedTable.create(spark, rows), path);
    progress("made %,d rows".formatted(rows));
    Dataset<Row> table = spark.read().parquet(path);
    TablePreprocessor ours =
        new TablePreprocessor()
            .setNumericCols(MixedTable.numbers())
            .setCategoricalCols(MixedTable.categories());
    PipelineModel peerModel = SparkMlTable.pipeline().fit(table);
    Map<String, TablePreprocessorModel> models = new LinkedHashMap<>();
    TablePreprocessorModel fitted = ours.fit(table);
    for (Output output : outputs) {
      models.put(output.title, fitted.copy(ParamMap.empty()).setOutputType(output.type));
    }
    SparkMlTable.requireSameOutputs(table, rows, peerModel, models.values());
    progress("checked: outputs agree to 1e-6");

    Map<String, Dataset<Row>> transformed = new LinkedHashMap<>();
    transformed.put(SPARK_ML, output(peerModel.transform(table)));
    models.forEach((name, model) -> transformed.put(name, output(model.transform(table))));
    String out = folder.resolve("out");
    for (Work work : works) {
      print(
          spark,
          work.title,
          switch (work) {
            case FIT ->
                contest()
                    .addRate(SPARK_ML, RATE, rows, () -> SparkMlTable.pipeline().fit(table))
                    .addRate(OURS, RATE, rows, () -> ours.fit(table));
            case NOOP ->
                contest(transformed, Sinks::noop)
                    .addRate("scan only", RATE, rows, () -> Sinks.noop(table));
            case PARQUET -> contest(transformed, data -> Sinks.parquet(data, out));
          });
    }
  }

  private Contest contest(Map<String, Dataset<Row>> transformed, Consumer<Dataset<Row>> sink) {
    Contest contest = contest();
    transformed.forEach((name, data) -> contest.addRate(name, RATE, rows, () -> sink.accept(data)));
    return contest;
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
            .figure(Contest.PER_CPU_SECOND, "%,.0f")
            .ratio("by CPU time", Contest.PER_CPU_SECOND, name -> SPARK_ML),
        contest.run());
  }
}
