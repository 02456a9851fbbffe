package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.debug.package$;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** Tables of many columns, whose generated code must stay within the JVM's limits. */
class WideTablesTest {
  /** HotSpot compiles no method with more bytes. */
  private static final int HUGE_METHOD = 8000;

  /** An error, where Spark would log "failed to compile" and evaluate expression by expression. */
  private static final Map<String, String> NO_FALLBACK =
      Map.of(
          "spark.sql.codegen.factoryMode", "CODEGEN_ONLY", "spark.sql.codegen.fallback", "false");

  private final SparkSession spark = SharedSpark.session();
  @TempDir private Path directory;

  /** Numbers of several types, decimals, booleans, strings and whole categories, with nulls. */
  private Dataset<Row> table(int columns, int rows) {
    String[] kinds = {
      "IF(id %% 7 = 3, NULL, id * %d.5D)",
      "CAST(id + %d AS INT)",
      "concat('v', (id + %d) %% 5)",
      "CAST((id + %d) %% 3 AS FLOAT)",
      "IF(id %% 5 = 2, NULL, CAST(id %% 4 + %d AS STRING))",
      "CAST(id * %d AS DECIMAL(12,3))",
      "(id + %d) %% 2 = 0"
    };
    Column[] values =
        IntStream.range(0, columns)
            .mapToObj(i -> functions.expr(kinds[i % 7].formatted(i + 1)).as("c" + i))
            .toArray(Column[]::new);
    return spark.range(0, rows, 1, 2).select(values);
  }

  private static TablePreprocessor preprocessor(int columns) {
    List<String> numbers = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      (i % 7 == 2 || i % 7 == 4 ? categories : numbers).add("c" + i);
    }
    return new TablePreprocessor()
        .setNumericCols(numbers.toArray(String[]::new))
        .setCategoricalCols(categories.toArray(String[]::new));
  }

  private <T> T with(Map<String, String> settings, Callable<T> work) throws Exception {
    settings.forEach((key, value) -> spark.conf().set(key, value));
    try {
      return work.call();
    } finally {
      settings.keySet().forEach(key -> spark.conf().unset(key));
    }
  }

  @Test
  void fifteenHundredColumnsAreFittedAndTransformed() throws Exception {
    Dataset<Row> wide = table(1500, 60);
    TablePreprocessor stage =
        preprocessor(1500).setMissingIndicator(true).setImputation("median").setRelativeError(0.01);
    List<float[]> tensors =
        with(
            NO_FALLBACK,
            () -> {
              TablePreprocessorModel model = stage.fit(wide);
              assertThat(model.categories()).hasSize(428);
              return floats(model.transform(wide), "features");
            });
    assertThat(tensors).hasSize(60);
    Dataset<Row> first = table(2, 60);
    List<float[]> narrow =
        floats(
            preprocessor(2)
                .setMissingIndicator(true)
                .setImputation("median")
                .setRelativeError(0.01)
                .fit(first)
                .transform(first),
            "features");
    for (int i = 0; i < 60; i++) {
      assertThat(tensors.get(i)[0]).isCloseTo(narrow.get(i)[0], within(1e-6f));
      assertThat(tensors.get(i)[1]).isEqualTo(narrow.get(i)[1]);
      assertThat(tensors.get(i)[2]).isCloseTo(narrow.get(i)[2], within(1e-6f));
    }
  }

  /** Below 100 columns Spark compiles the whole stage into few methods, and splits none of them. */
  @Test
  void methodsOfWholeStagesStaySmallEnoughToBeCompiled() throws Exception {
    for (int columns : new int[] {33, 60, 95, 99}) {
      String path = directory.resolve("wide" + columns).toString();
      table(columns, 40).write().parquet(path);
      Dataset<Row> wide = spark.read().parquet(path);
      TablePreprocessorModel model = preprocessor(columns).fit(wide);
      for (Dataset<Row> out :
          List.of(model.transform(wide).select("features"), model.transform(wide))) {
        assertThat(out.queryExecution().executedPlan().toString()).contains("*(1) Project");
        var codes =
            JavaConverters.seqAsJavaList(
                package$.MODULE$.codegenStringSeq(out.queryExecution().executedPlan()));
        assertThat(codes).isNotEmpty();
        int largest =
            codes.stream().mapToInt(code -> code._3().maxMethodCodeSize()).max().getAsInt();
        assertThat(largest)
            .as("%d columns, %s", columns, out.columns().length)
            .isPositive()
            .isLessThan(HUGE_METHOD);
      }
      List<float[]> compiled = floats(model.transform(wide), "features");
      List<float[]> interpreted =
          with(
              Map.of(
                  "spark.sql.codegen.wholeStage", "false",
                  "spark.sql.codegen.factoryMode", "NO_CODEGEN"),
              () -> floats(model.transform(wide), "features"));
      for (int i = 0; i < compiled.size(); i++) {
        assertThat(compiled.get(i)).containsExactly(interpreted.get(i));
      }
    }
  }

  /** Bytes that tasks of the work send to the driver. */
  private long resultBytes(Callable<?> work) throws Exception {
    AtomicLong bytes = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            bytes.addAndGet(task.taskMetrics().resultSize());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      work.call();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    return bytes.get();
  }

  @Test
  void executorsMergeTheSketchesOfWideTables() throws Exception {
    Dataset<Row> parts = table(120, 20_000).repartition(20).cache();
    TablePreprocessor stage = preprocessor(120).setNumericScaling("robust");
    TablePreprocessorModel[] models = new TablePreprocessorModel[2];
    long many = resultBytes(() -> models[0] = stage.fit(parts));
    long one = resultBytes(() -> models[1] = stage.fit(parts.coalesce(1)));
    // One summary, not one of each partition.
    assertThat(many).isPositive().isLessThan(5 * one);
    double[] means = models[0].numericMeans();
    assertThat(means).containsExactly(models[1].numericMeans(), within(1e-6));
    assertThat(stage.fit(parts).transform(parts).select("features").head())
        .isEqualTo(models[0].transform(parts).select("features").head());
  }
}
