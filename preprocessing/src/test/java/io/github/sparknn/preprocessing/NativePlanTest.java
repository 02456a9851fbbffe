package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.vectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.debug.package$;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

class NativePlanTest {
  private static final List<String> OUTPUT_TYPES =
      List.of("array", "ids", "packedIds", "vector", "sparseVector", "denseVector");

  private final SparkSession spark = SharedSpark.session();
  @TempDir private Path directory;

  /** 200 rows of a table with nulls, NaN, every kind of column, and vectors and arrays. */
  private Dataset<Row> data() {
    return spark
        .range(0, 200, 1, 3)
        .selectExpr(
            "id",
            "IF(id % 7 = 0, NULL, IF(id % 11 = 0, double('NaN'), id * 0.5D)) AS x",
            "CAST(id % 5 AS DECIMAL(10,2)) AS m",
            "id % 2 = 0 AS even",
            "IF(id % 9 = 0, NULL, 'c' || (id % 4)) AS c",
            "CAST(id % 3 AS INT) AS k",
            "string(id % 21) AS c2",
            "IF(id % 8 = 0, NULL, array(float(id), float(id % 6), float('NaN'), 1F)) AS a")
        .selectExpr("*", "slice(a, 1, 2) AS pair");
  }

  private PipelineModel pipeline(String outputType) {
    TablePreprocessor table =
        new TablePreprocessor()
            .setNumericCols(new String[] {"x", "m", "even", "id"})
            .setNumericScalingOverrides(new String[] {"m=log1p+standard", "id=robust"})
            .setImputation("median")
            .setMissingIndicator(true)
            .setClipQuantiles(new double[] {0.01, 1})
            .setCategoricalCols(new String[] {"c", "k", "c2"})
            .setCategoricalEncodingOverrides(new String[] {"k=frequency", "c2=hash"})
            .setHashBuckets(5)
            .setOutputType(outputType);
    String again = outputType.equals("packedIds") ? "id" : "features";
    StandardNormalizer normalizer =
        new StandardNormalizer()
            .setInputCols(new String[] {again, "pair", "x"})
            .setOutputCols(new String[] {"again", "arrays", "scalars"});
    return new Pipeline().setStages(new PipelineStage[] {table, normalizer}).fit(data());
  }

  @Test
  void wholeStageCodeGenerationTakesTheStages() {
    for (String type : OUTPUT_TYPES) {
      Dataset<Row> out = pipeline(type).transform(data());
      String plan = out.queryExecution().executedPlan().toString();
      assertThat(plan).contains("*(1) Project");
      assertThat(plan).containsPattern("encode_row\\(7 columns to (11|20) values\\)");
      assertThat(plan).contains("normalize_tensor(").doesNotContain("UDF");
      var codes =
          JavaConverters.seqAsJavaList(
              package$.MODULE$.codegenStringSeq(out.queryExecution().executedPlan()));
      assertThat(codes).isNotEmpty();
      // What HotSpot compiles; Spark reports -1 where the code does not compile.
      codes.forEach(
          code -> assertThat(code._3().maxMethodCodeSize()).isPositive().isLessThan(8000));
    }
  }

  @Test
  void interpretedEvaluationGivesTheSame() throws Exception {
    for (String type : OUTPUT_TYPES) {
      PipelineModel model = pipeline(type);
      List<Row> compiled = model.transform(data()).collectAsList();
      List<Row> interpreted =
          with(
              Map.of(
                  "spark.sql.codegen.wholeStage", "false",
                  "spark.sql.codegen.factoryMode", "NO_CODEGEN"),
              () -> model.transform(data()).collectAsList());
      assertThat(texts(interpreted)).isEqualTo(texts(compiled));
    }
  }

  @Test
  void fallsOutOfTheWholeStageWithoutChangingTheResult() throws Exception {
    PipelineModel model = pipeline("array");
    List<Row> compiled = model.transform(data()).collectAsList();
    List<Row> perOperator =
        with(
            Map.of("spark.sql.codegen.wholeStage", "false"),
            () -> model.transform(data()).collectAsList());
    assertThat(texts(perOperator)).isEqualTo(texts(compiled));
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> row.get(i) instanceof byte[] b ? Arrays.toString(b) : row.get(i))
                    .toList()
                    .toString())
        .toList();
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
  void compilesFifteenHundredColumns() throws Exception {
    Column[] columns =
        IntStream.range(0, 1500)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? functions.expr("CAST(id + " + i + " AS INT)").as("n" + i)
                        : functions.expr("id * " + i + ".5D").as("n" + i))
            .toArray(Column[]::new);
    Dataset<Row> wide = spark.range(0, 40, 1, 2).select(columns);
    TablePreprocessorModel model = new TablePreprocessor().setNumericCols(wide.columns()).fit(wide);
    List<float[]> tensors =
        with(
            Map.of("spark.sql.codegen.factoryMode", "CODEGEN_ONLY"),
            () -> floats(model.transform(wide), "features"));
    assertThat(tensors).hasSize(40);
    // ids 0..39: mean 19.5, squares 40 * (40^2 - 1) / 12 = 5330, deviation sqrt(5330 / 39)
    float first = (float) (-19.5 / Math.sqrt(5330 / 39.0));
    float[] expected = new float[1500];
    Arrays.fill(expected, first);
    assertThat(tensors.get(0)).containsExactly(expected, Offset.offset(1e-6f));
  }

  @Test
  void keepsTensorsApartInOperatorsThatHoldSeveralRows() {
    for (String type : OUTPUT_TYPES) {
      Dataset<Row> out = pipeline(type).transform(data());
      List<Row> each = out.select("id", "features").collectAsList();
      List<Row> grouped =
          out.groupBy("k")
              .agg(functions.collect_list(functions.struct("id", "features")).as("all"))
              .selectExpr("explode(all) AS each")
              .selectExpr("each.id", "each.features")
              .orderBy("id")
              .collectAsList();
      assertThat(texts(grouped)).as(type).isEqualTo(texts(each));
      Dataset<Row> joined = out.join(out.selectExpr("id + 1 AS id", "features AS before"), "id");
      assertThat(texts(joined.orderBy("id").select("before").collectAsList()))
          .as(type)
          .isEqualTo(texts(out.where("id < 199").select("features").collectAsList()));
    }
  }

  @Test
  void sparseVectorsHaveTheBytesThatSparkGivesThem() {
    // From none to all values of a row are not zero, now more, now fewer than in the row before.
    for (int width : new int[] {1, 2, 63, 64, 65, 131}) {
      String[] columns = IntStream.range(0, width).mapToObj(i -> "n" + i).toArray(String[]::new);
      Dataset<Row> data =
          spark
              .range(0, 2 * width + 2, 1, 2)
              .select(
                  IntStream.range(0, width)
                      .mapToObj(i -> "IF(pmod(id * 7, " + (width + 1) + ") > " + i + ", 1.5D, 0D)")
                      .map(functions::expr)
                      .toArray(Column[]::new))
              .toDF(columns);
      Dataset<Row> ours =
          new TablePreprocessor()
              .setNumericCols(columns)
              .setNumericScaling("none")
              .setOutputType("sparseVector")
              .fit(data)
              .transform(data)
              .select("features");
      Dataset<Row> sparks = spark.createDataFrame(ours.collectAsList(), ours.schema());
      assertThat(bytes(ours)).isEqualTo(bytes(sparks));
      // Which is what makes them equal.
      assertThat(ours.union(sparks).distinct().count()).isEqualTo(width + 1);
    }
  }

  private static List<String> bytes(Dataset<Row> data) {
    return data.queryExecution().toRdd().toJavaRDD().map(InternalRow::toString).collect();
  }

  @Test
  void keepsArraysApartInWindowsAndAggregates() {
    Dataset<Row> out = pipeline("array").transform(data());
    List<String> expected =
        out.orderBy("id").select("features").collectAsList().stream().map(Row::toString).toList();
    Dataset<Row> sorted = out.orderBy(functions.col("features"), functions.col("id"));
    assertThat(sorted.orderBy("id").select("features").collectAsList().stream().map(Row::toString))
        .isEqualTo(expected);

    Dataset<Row> collected = out.coalesce(1).agg(functions.collect_list("features").as("all"));
    assertThat(collected.selectExpr("size(array_distinct(all))").head().getInt(0))
        .isEqualTo((int) out.select("features").distinct().count());

    Dataset<Row> lagged =
        out.withColumn(
            "before", functions.lag("features", 1).over(Window.partitionBy("k").orderBy("id")));
    assertThat(lagged.where("before = features").count()).isZero();
    assertThat(out.selectExpr("max_by(features, id) AS features").collectAsList().toString())
        .isEqualTo("[" + expected.get(199) + "]");
  }

  @Test
  void findsACachedResultAgain() {
    PipelineModel model = pipeline("array");
    Dataset<Row> data = data();
    Dataset<Row> cached = model.transform(data).cache();
    try {
      PipelineModel copy = model.copy(ParamMap.empty());
      assertThat(copy.transform(data).queryExecution().executedPlan().toString())
          .contains("InMemoryTableScan");
      TablePreprocessorModel other =
          ((TablePreprocessorModel) copy.stages()[0]).setHandleInvalid("keep");
      assertThat(other.transform(data).queryExecution().executedPlan().toString())
          .doesNotContain("InMemoryTableScan");
    } finally {
      cached.unpersist(true);
    }
  }

  @Test
  void readsOnlyTheColumnsItNeeds() {
    String path = directory.resolve("table").toString();
    data().write().parquet(path);
    Dataset<Row> table = spark.read().parquet(path);
    TablePreprocessorModel model = (TablePreprocessorModel) pipeline("array").stages()[0];
    String plan =
        model
            .transform(table)
            .where("id > 5")
            .select("features")
            .queryExecution()
            .executedPlan()
            .toString();
    assertThat(plan)
        .contains(
            "ReadSchema: struct<id:bigint,x:double,m:decimal(10,2),even:boolean,c:string,k:int,c2:string>");
    assertThat(plan).contains("GreaterThan(id,5)");
    assertThat(model.transform(table).select("id").queryExecution().executedPlan().toString())
        .doesNotContain("encode_row");
  }

  @Test
  void transformsStreams() throws Exception {
    String path = directory.resolve("stream").toString();
    data().write().parquet(path);
    PipelineModel model = pipeline("vector");
    Dataset<Row> stream = spark.readStream().schema(data().schema()).parquet(path);
    StreamingQuery query =
        model
            .transform(stream)
            .writeStream()
            .format("memory")
            .queryName("preprocessed")
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    assertThat(vectors(spark.table("preprocessed").orderBy("id"), "features"))
        .isEqualTo(vectors(model.transform(data()).orderBy("id"), "features"));
  }
}
