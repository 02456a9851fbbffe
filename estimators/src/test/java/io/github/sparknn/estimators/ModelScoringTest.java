package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole model, alone and in a pipeline, in the plans of batches and of streams. */
class ModelScoringTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir static Path folder;
  private static PipelineModel pipeline;
  private static NeuralNetworkClassificationModel model;

  @BeforeAll
  static void train() {
    TestTables.halves(200).coalesce(2).write().parquet(folder.resolve("halves").toString());
    pipeline =
        new Pipeline()
            .setStages(new PipelineStage[] {TestTables.classifier().setEpochs(2)})
            .fit(halves());
    model = (NeuralNetworkClassificationModel) pipeline.stages()[0];
  }

  private static Dataset<Row> halves() {
    return SPARK.read().parquet(folder.resolve("halves").toString());
  }

  private static String plan(Dataset<Row> data) {
    return data.queryExecution().executedPlan().toString();
  }

  private static List<Double> risks(Dataset<Row> scored) {
    return scored.select("probability").collectAsList().stream()
        .map(row -> row.<Vector>getAs(0).apply(1))
        .toList();
  }

  @Test
  void filtersAndProjectionsOnOtherColumnsReachTheParquetScan() {
    Dataset<Row> scored =
        pipeline.transform(halves()).where("name = 'left' AND a < 0.25").select("id", "prediction");

    assertThat(plan(scored))
        .contains("BatchScore")
        .contains("EqualTo(name,left)", "LessThan(a,0.25)")
        .contains("ReadSchema: struct<id:bigint,a:double,features:array<float>,name:string>");
    assertThat(scored.count())
        .isEqualTo(halves().where("name = 'left' AND a < 0.25").count())
        .isPositive();
  }

  @Test
  void preprocessingAndScoringAreOneProjectionAndOneStepOverTheScan() {
    PipelineModel whole =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new TablePreprocessor()
                      .setNumericCols(new String[] {"a", "b"})
                      .setCategoricalCols(new String[] {"digit"})
                      .setOutputCol("tensor"),
                  TestTables.classifier().setFeaturesCol("tensor").setEpochs(2)
                })
            .fit(halves());

    String plan = plan(whole.transform(halves()).select("id", "prediction"));

    List<String> nodes =
        plan.lines()
            .map(line -> line.replaceFirst("^[^A-Za-z]*", "").split("[ (]", 2)[0])
            .filter(node -> !node.isEmpty())
            .toList();
    assertThat(nodes)
        .containsExactly("Project", "BatchScore", "Project", "ColumnarToRow", "FileScan");
    assertThat(plan).doesNotContainIgnoringCase("udf");
  }

  @Test
  void rowsKeepTheirOrderWhateverTheBatch() {
    Dataset<Row> sorted = halves().coalesce(1).sortWithinPartitions("b", "id");
    List<Row> ids = sorted.select("id").collectAsList();
    List<Double> risks = risks(model.transform(sorted));

    for (int batchSize : new int[] {1, 7, 1000}) {
      NeuralNetworkClassificationModel batched =
          model.copy(ParamMap.empty()).setScoringBatchSize(batchSize);
      assertThat(batched.transform(sorted).select("id").collectAsList()).isEqualTo(ids);
      List<Double> inBatches = risks(batched.transform(sorted));
      for (int i = 0; i < risks.size(); i++) {
        assertThat(inBatches.get(i)).isCloseTo(risks.get(i), within(1e-6));
      }
    }
  }

  @Test
  void aStreamScoresAsATable() throws Exception {
    Dataset<Row> stream =
        SPARK
            .readStream()
            .schema(halves().schema())
            .option("maxFilesPerTrigger", 1)
            .parquet(folder.resolve("halves").toString());
    StreamingQuery query =
        pipeline
            .transform(stream)
            .where("a < 0.5")
            .select("id", "prediction", "probability")
            .writeStream()
            .format("memory")
            .queryName("scored_halves")
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();

    assertThat(query.recentProgress()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(SPARK.table("scored_halves").orderBy("id").collectAsList())
        .isEqualTo(
            pipeline
                .transform(halves())
                .where("a < 0.5")
                .select("id", "prediction", "probability")
                .orderBy("id")
                .collectAsList());
  }

  @Test
  void theSqlFunctionScoresAStream() throws Exception {
    model.registerFunction(SPARK, "stream_risk");
    SPARK
        .readStream()
        .schema(halves().schema())
        .parquet(folder.resolve("halves").toString())
        .createOrReplaceTempView("halves_stream");
    StreamingQuery query =
        SPARK
            .sql("SELECT id, stream_risk(features) AS risk FROM halves_stream WHERE id < 50")
            .writeStream()
            .format("memory")
            .queryName("risks_of_stream")
            .option("checkpointLocation", folder.resolve("checkpoint2").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();

    assertThat(
            SPARK.sql("SELECT risk FROM risks_of_stream ORDER BY id").collectAsList().stream()
                .map(row -> row.getDouble(0))
                .toList())
        .isEqualTo(risks(model.transform(halves()).where("id < 50").orderBy("id")));
  }

  @Test
  void aSessionThatDoesNotKnowTheNodeGivesTheSame() {
    Dataset<Row> scored = model.transform(halves());
    List<Row> expected = scored.orderBy("id").collectAsList();
    SparkSession other = SPARK.newSession();
    Dataset<Row> fallback = Dataset.ofRows(other, scored.queryExecution().logical());

    assertThat(plan(fallback)).contains("Generate").doesNotContain("BatchScore");
    List<Row> rows = fallback.orderBy("id").collectAsList();
    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).<Long>getAs("id")).isEqualTo(expected.get(i).<Long>getAs("id"));
      assertThat(rows.get(i).<Double>getAs("prediction"))
          .isEqualTo(expected.get(i).<Double>getAs("prediction"));
      assertThat(rows.get(i).<Vector>getAs("probability").apply(1))
          .isCloseTo(expected.get(i).<Vector>getAs("probability").apply(1), within(1e-6));
    }
  }
}
