package io.github.sparknn.estimators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BatchesTest extends ScoringTestBase {
  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(100);

  @Test
  void aBatchEndsAfterSixteenMebibytesOfPassThroughColumns() {
    Dataset<Row> wide =
        SPARK
            .range(0, 40, 1, 1)
            .selectExpr("id as features", "repeat(string(id % 10), 1048576) as text1m");

    Dataset<Row> scored = score(wide, model);

    assertThat(scored.where("length(text1m) + sum = 1048576 + features").count()).isEqualTo(40);
    assertThat(model.calls().batches).hasValue(3);
  }

  @Test
  void aRowLargerThanABatchMayBeIsABatchOfItsOwn() {
    Dataset<Row> wide =
        SPARK
            .range(0, 3, 1, 1)
            .selectExpr("id as features", "repeat(string(id), 17825792) as text17m");

    Dataset<Row> scored = score(wide, model).selectExpr("substring(text17m, -1) as last", "sum");

    assertThat(scored.where("double(last) = sum").count()).isEqualTo(3);
    assertThat(model.calls().batches).hasValue(3);
  }

  @Test
  void theArenaGrowsAndKeepsEveryRow() {
    Dataset<Row> scored =
        score(
            SPARK
                .range(0, 90, 1, 1)
                .selectExpr("id as features", "repeat(string(id), int(id * id)) as s"),
            model);

    assertThat(scored.where("s = repeat(string(int(sum)), int(sum * sum))").count()).isEqualTo(90);
    assertThat(model.calls().batches).hasValue(1);
  }

  @Test
  void limitScoresOneBatchOfAPartition() {
    Dataset<Row> limited = score(table(10_000, 2), model).limit(7);

    assertThat(doubles(limited, "sum")).containsExactly(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5);
    assertThat(model.calls().rows.get()).isLessThanOrEqualTo(200);
    assertThat(model.calls().closed).hasValue(model.calls().opened.get());
  }

  @Test
  void emptyPartitionsMakeNoScorer() {
    Dataset<Row> oneRow = score(table(4, 4).where("id = 2").repartition(4), model);

    assertThat(doubles(oneRow, "sum")).containsExactly(2.5);
    assertThat(model.calls().opened).hasValue(1);
  }

  @Test
  void anEmptyDataFrameHasNoRows() {
    Dataset<Row> none = SPARK.createDataFrame(Collections.emptyList(), table(1, 1).schema());

    assertThat(score(none, model).collectAsList()).isEmpty();
    assertThat(score(table(9, 2).where("id < 0 or rand() < 0"), model).collectAsList()).isEmpty();
    assertThat(model.calls().opened).hasValue(0);
  }

  @Test
  void theScorerIsClosedAfterTheLastRow() {
    assertThat(doubles(score(table(10, 2), model), "sum")).hasSize(10);

    assertThat(model.calls().opened).hasValue(2);
    assertThat(model.calls().closed).hasValue(2);
  }

  @Test
  void aFailureInReadReachesTheUserAndClosesTheScorer() {
    Dataset<Row> failing = score(SPARK.range(-1, 5, 1, 1).selectExpr("id as features"), model);

    assertThatThrownBy(failing::collectAsList)
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read a row: its sum is -1");
    assertThatThrownBy(failing::collectAsList)
        .hasMessageContaining("Cannot read a row: its sum is -1");
    assertThat(model.calls().closed).hasValue(2);
  }

  @Test
  void aFailureInScoreReachesTheUserAndClosesTheScorer() {
    Dataset<Row> failing = score(SPARK.range(-2, -1, 1, 1).selectExpr("id as features"), model);

    assertThatThrownBy(failing::collectAsList)
        .hasMessageContaining("Cannot score a batch: a sum is -2");
    assertThat(model.calls().closed).hasValue(1);
  }

  @Test
  void aFailureAboveClosesTheScorer() {
    Dataset<Row> failing =
        score(table(5, 1), model)
            .selectExpr("if(sum > 2, raise_error('stop above'), sum) as checked");

    assertThatThrownBy(failing::collectAsList).hasMessageContaining("stop above");
    assertThat(model.calls().closed).hasValue(1);
  }

  @Test
  void coalescedPartitionsAreScoredOneAfterTheOther() {
    Dataset<Row> scored = score(table(1_000, 8), model).coalesce(1);

    assertThat(doubles(scored, "sum"))
        .containsExactlyElementsOf(LongStream.range(0, 1_000).mapToObj(id -> id + 0.5).toList());
    assertThat(model.calls().closed).hasValue(8);
  }

  @Test
  void countsRowsAndBatchesForTheUi() {
    Dataset<Row> scored = score(table(250, 1), model);
    scored.collectAsList();

    var metrics = scored.queryExecution().executedPlan().metrics();

    assertThat(metrics.apply("numOutputRows").value()).isEqualTo(250);
    assertThat(metrics.apply("numBatches").value()).isEqualTo(3);
    assertThat(metrics.apply("scoringTime").value()).isPositive();
  }
}
