package io.github.sparknn.estimators.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringRelationalTest extends ScoringTestBase {
  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(16);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aggregatesWithAndWithoutAdaptiveExecution(boolean adaptive) {
    with(
        "spark.sql.adaptive.enabled",
        adaptive,
        () -> {
          Dataset<Row> sums =
              score(table(100, 3).repartition(5, col("name")), model)
                  .groupBy(col("id").mod(2).as("odd"))
                  .sum("sum")
                  .orderBy("odd");
          assertThat(doubles(sums, "sum(sum)")).containsExactly(2475.0, 2525.0);
          assertThat(plan(sums).contains("AdaptiveSparkPlan")).isEqualTo(adaptive);
          assertThat(plan(sums)).contains("BatchScore");
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void joinsWithItself(boolean adaptive) {
    with(
        "spark.sql.adaptive.enabled",
        adaptive,
        () -> {
          Dataset<Row> scored = score(table(20, 2), model);
          Dataset<Row> pairs =
              scored
                  .as("a")
                  .join(scored.as("b"), col("a.sum").equalTo(col("b.sum").plus(1)))
                  .selectExpr("a.id", "a.sum + b.sum as both")
                  .orderBy("id")
                  .limit(3);
          assertThat(doubles(pairs, "both")).containsExactly(2.0, 4.0, 6.0);
        });
  }

  @Test
  void aRepeatedSubtreeIsComputedOnce() {
    with(
        "spark.sql.autoBroadcastJoinThreshold",
        -1,
        () -> {
          Dataset<Row> means = score(table(20, 2), model).groupBy("name").avg("sum");
          Dataset<Row> joined = means.as("a").join(means.as("b"), "name");
          assertThat(joined.count()).isEqualTo(20);
          joined.collectAsList();
          assertThat(plan(joined)).contains("ReusedExchange");
        });
  }

  @Test
  void joinsWithAnotherTable() {
    Dataset<Row> other = SPARK.range(5).selectExpr("id", "id * 100 as hundred");

    Dataset<Row> joined =
        score(table(20, 2), model).join(other, "id").selectExpr("id", "sum + hundred as total");

    assertThat(doubles(joined.orderBy("id"), "total"))
        .containsExactly(0.5, 101.5, 202.5, 303.5, 404.5);
  }

  @Test
  void unites() {
    Dataset<Row> scored = score(table(3, 1), model);

    assertThat(doubles(scored.union(scored).union(score(table(1, 1), model)), "sum"))
        .containsExactly(0.5, 1.5, 2.5, 0.5, 1.5, 2.5, 0.5);
  }

  @Test
  void sortsAndLimits() {
    Dataset<Row> top = score(table(50, 3), model).orderBy(col("sum").desc()).limit(2);

    assertThat(doubles(top, "sum")).containsExactly(49.5, 48.5);
  }

  @Test
  void keepsTheOrderOfSortedInput() {
    Dataset<Row> sorted = score(table(50, 3).orderBy(col("id").desc()), model);

    assertThat(doubles(sorted, "sum").subList(0, 3)).containsExactly(49.5, 48.5, 47.5);
    assertThat(sorted.collectAsList().get(49).getString(1)).isEqualTo("n0");
  }

  @Test
  void ranksInAWindow() {
    Dataset<Row> best =
        score(table(50, 3), model)
            .withColumn(
                "rank",
                row_number().over(Window.partitionBy(col("id").mod(2)).orderBy(col("sum").desc())))
            .where("rank = 1")
            .orderBy("id");

    assertThat(doubles(best, "sum")).containsExactly(48.5, 49.5);
  }

  @Test
  void scoresWhatASubqueryFilters() {
    score(table(50, 3), model).createOrReplaceTempView("scored_numbers");
    try {
      Dataset<Row> above =
          SPARK.sql(
              """
              SELECT id, sum FROM scored_numbers
              WHERE sum > (SELECT avg(sum) + 23 FROM scored_numbers) ORDER BY id""");

      assertThat(doubles(above, "sum")).containsExactly(48.5, 49.5);
    } finally {
      SPARK.catalog().dropTempView("scored_numbers");
    }
  }

  @Test
  void takesAPlanWithTypedOperations() {
    Dataset<Row> scored = score(table(10, 2).sample(1.0).distinct().toDF(), model);

    assertThat(scored.where("sum = id + 0.5").count()).isEqualTo(10);
  }
}
