package io.github.sparknn.estimators.scoring;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringPlanTest extends ScoringTestBase {
  @TempDir static Path folder;
  private static String path;

  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(16);

  @BeforeAll
  static void writeParquet() {
    path = folder.resolve("table").toString();
    table(100, 1)
        .selectExpr("*", "id * 2 as twice", "'long text' as comment")
        .write()
        .parquet(path);
  }

  private static Dataset<Row> parquet() {
    return SPARK.read().parquet(path);
  }

  @Test
  void readsOnlyTheColumnsThatAreUsed() {
    Dataset<Row> scored = score(parquet(), model).select("id", "sum");

    assertThat(plan(scored)).contains("ReadSchema: struct<id:bigint,features:array<double>>");
    assertThat(scored.collectAsList()).hasSize(100);
  }

  @Test
  void dropsTheFeaturesAfterScoring() {
    Dataset<Row> scored = score(parquet(), model).select("id", "sum");

    assertThat(plan(scored))
        .containsPattern(model.id() + ", \\[features#\\d+], \\[id#\\d+L], \\[sum#");
  }

  @Test
  void handsOutScoresAlone() {
    Dataset<Row> scored = score(parquet(), model).select("sum");

    assertThat(plan(scored)).containsPattern(model.id() + ", \\[features#\\d+], \\[sum#");
    assertThat(doubles(scored.where("sum < 3"), "sum")).containsExactly(0.5, 1.5, 2.5);
  }

  @Test
  void computesOnlyTheOutputsThatAreRead() {
    Dataset<Row> scored = score(parquet(), model).where("sum < 3").select("pair");

    assertThat(plan(scored)).containsPattern(model.id() + ", .*, \\[sum#\\d+, pair#\\d+]");
    assertThat(scored.collectAsList())
        .extracting(row -> row.<Vector>getAs(0))
        .containsExactly(Vectors.dense(0.5, 1), Vectors.dense(1.5, 3), Vectors.dense(2.5, 5));
    assertThat(model.calls().used.get()).containsExactly(true, false, true);
  }

  @Test
  void sameModelsWithOtherOutputsAreDifferentPlans() {
    ScoreFunction all = new ScoreFunction(model);

    assertThat(all.keeping(new int[] {0, 2}).keeping(new int[] {1}))
        .isEqualTo(all.keeping(new int[] {2}))
        .isNotEqualTo(all.keeping(new int[] {1}))
        .isNotEqualTo(all);
    assertThat(all.keeping(new int[] {2, 0}).schema().fieldNames()).containsExactly("pair", "sum");
  }

  @Test
  void filtersOnOtherColumnsReachTheSource() {
    Dataset<Row> scored = score(parquet(), model).where("twice >= 190 and sum > 96");

    assertThat(plan(scored))
        .contains("PushedFilters: [IsNotNull(twice), GreaterThanOrEqual(twice,190)]");
    assertThat(doubles(scored, "sum")).containsExactly(96.5, 97.5, 98.5, 99.5);
    assertThat(model.calls().rows).hasValue(5);
  }

  @Test
  void filtersReachAVersionTwoSourceToo() {
    with(
        "spark.sql.sources.useV1SourceList",
        "",
        () -> {
          Dataset<Row> scored = score(parquet(), model).where("twice >= 190").select("id", "sum");
          assertThat(plan(scored))
              .contains("BatchScan")
              .contains("GreaterThanOrEqual(twice,190)")
              .contains("ReadSchema: struct<id:bigint,features:array<double>,twice:bigint>");
          assertThat(doubles(scored, "sum")).containsExactly(95.5, 96.5, 97.5, 98.5, 99.5);
          assertThat(score(parquet(), model).count()).isEqualTo(100);
        });
  }

  @Test
  void countingScoresNothing() {
    Dataset<Row> scored = score(parquet(), model);

    assertThat(scored.count()).isEqualTo(100);
    assertThat(scored.groupBy().count().queryExecution().optimizedPlan().toString())
        .doesNotContain("Generate");
    assertThat(model.calls().opened).hasValue(0);
  }

  @Test
  void selectingOtherColumnsScoresNothingAndDoesNotReadTheFeatures() {
    Dataset<Row> scored = score(parquet(), model).orderBy(col("twice").desc()).select("id");

    assertThat(plan(scored))
        .doesNotContain("BatchScore")
        .contains("ReadSchema: struct<id:bigint,twice:bigint>");
    assertThat(scored.first().getLong(0)).isEqualTo(99);
    assertThat(model.calls().opened).hasValue(0);
  }

  @Test
  void chainedModelsAreBothPlannedInBatches() {
    ArithmeticModel second = model.withPrefix("second_");
    Dataset<Row> chained =
        BatchScoring.score(score(parquet(), model), new String[] {"sum", "pair"}, second);

    assertThat(doubles(chained.where("id < 3"), "second_sum")).containsExactly(2.0, 6.0, 10.0);
    assertThat(plan(chained))
        .contains("BatchScore " + model.id())
        .contains("BatchScore " + second.id());
  }

  @Test
  void ofChainedModelsOnlyThoseInUseAreComputed() {
    ArithmeticModel second = model.withPrefix("second_");
    Dataset<Row> chained =
        BatchScoring.score(score(parquet(), model), new String[] {"sum"}, second);

    assertThat(plan(chained.select("id", "sum")))
        .contains("BatchScore " + model.id())
        .doesNotContain("BatchScore " + second.id());
    assertThat(plan(chained.select("id"))).doesNotContain("BatchScore");
  }

  @Test
  void aCachedResultIsFoundAgainWithAnEqualModel() {
    Dataset<Row> cached = score(parquet(), model).cache();
    try {
      assertThat(cached.where("sum > 50").count()).isEqualTo(50);
      assertThat(model.calls().rows).hasValue(100);

      Dataset<Row> again = score(parquet(), new ArithmeticModel(model.id(), "", 16));
      assertThat(plan(again)).contains("InMemoryTableScan");
      assertThat(again.where("sum > 50").count()).isEqualTo(50);
      assertThat(model.calls().rows).hasValue(100);

      Dataset<Row> other = score(parquet(), ArithmeticModel.ofBatchSize(16));
      assertThat(plan(other)).doesNotContain("InMemoryTableScan");
    } finally {
      cached.unpersist(true);
    }
  }

  @Test
  void aScoreOfACachedTableReadsTheCache() {
    Dataset<Row> cached = table(20, 2).cache();
    try {
      assertThat(doubles(score(cached, model).where("id >= 18"), "sum"))
          .containsExactly(18.5, 19.5);
      assertThat(plan(score(cached, model))).contains("BatchScore").contains("InMemoryTableScan");
    } finally {
      cached.unpersist(true);
    }
  }
}
