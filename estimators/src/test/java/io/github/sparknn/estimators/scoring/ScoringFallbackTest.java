package io.github.sparknn.estimators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that do not plan batches: the scores are the same, computed row by row. */
class ScoringFallbackTest extends ScoringTestBase {
  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(16);

  @AfterEach
  void installAgain() {
    BatchScoring.install(SPARK);
  }

  private static Dataset<Row> withoutBatches(Dataset<Row> scored) {
    SPARK.experimental().extraStrategies_$eq(ScalaSeqs.seq(List.of()));
    SPARK.experimental().extraOptimizations_$eq(ScalaSeqs.seq(List.of()));
    assertThat(plan(scored)).contains("Generate").doesNotContain("BatchScore");
    return scored;
  }

  @Test
  void scoresRowByRow() {
    List<Row> batched = score(table(10, 2), ArithmeticModel.ofBatchSize(4)).collectAsList();

    List<Row> rows = withoutBatches(score(table(10, 2), model)).collectAsList();

    assertThat(rows).isEqualTo(batched);
    assertThat(model.calls().batches).hasValue(10);
    assertThat(model.calls().opened).hasValue(2);
    assertThat(model.calls().closed).hasValue(2);
  }

  @Test
  void readsEveryTypeFromExternalRows() {
    Dataset<Row> table =
        SPARK
            .createDataFrame(
                List.of(
                    RowFactory.create(Vectors.dense(1, 2)),
                    RowFactory.create(Vectors.sparse(5, new int[] {3}, new double[] {7})),
                    RowFactory.create((Object) null)),
                new StructType().add("v", SQLDataTypes.VectorType()))
            .selectExpr(
                "v",
                "'abc' as s",
                "cast(0.25 as decimal(20, 2)) as d",
                "array(float(0.5)) as f",
                "named_struct('x', 100, 'y', 'z') as st",
                "date'1970-01-11' as date");

    Dataset<Row> scored =
        withoutBatches(
            BatchScoring.score(table, new String[] {"v", "s", "d", "f", "st", "date"}, model));

    assertThat(doubles(scored, "sum")).containsExactly(116.75, 120.75, null);
  }

  @Test
  void chainsModels() {
    Dataset<Row> chained =
        BatchScoring.score(
            score(table(3, 1), model), new String[] {"sum", "pair"}, model.withPrefix("second_"));

    assertThat(doubles(withoutBatches(chained), "second_sum")).containsExactly(2.0, 6.0, 10.0);
  }

  @Test
  void aFailureReachesTheUserAndClosesTheScorer() {
    Dataset<Row> failing = score(SPARK.range(-1, 5, 1, 1).selectExpr("id as features"), model);

    assertThatThrownBy(withoutBatches(failing)::collectAsList)
        .hasMessageContaining("Cannot read a row: its sum is -1");
    assertThat(model.calls().closed).hasValue(1);
  }

  @Test
  void aRowOutsideATaskIsScoredAndNothingStaysOpen() {
    Row row = table(5, 1).select("features").collectAsList().get(4);

    var scores = new ScoreFunction(model).apply(row).toSeq();

    assertThat(scores.apply(0).getDouble(0)).isEqualTo(4.5);
    assertThat(model.calls().closed).hasValue(1);
  }
}
