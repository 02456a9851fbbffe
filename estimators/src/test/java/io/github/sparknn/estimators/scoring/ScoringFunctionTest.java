package io.github.sparknn.estimators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQL function that adds up an array, wherever SQL lets it stand. */
class ScoringFunctionTest extends ScoringTestBase {
  @TempDir static Path folder;

  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(16);

  @BeforeAll
  static void writeParquet() {
    String path = folder.resolve("numbers").toString();
    table(40, 1).selectExpr("*", "id % 2 as odd", "id * 0.5D as half").write().parquet(path);
    SPARK.read().parquet(path).createOrReplaceTempView("numbers");
  }

  @BeforeEach
  void register() {
    BatchScoring.registerFunction(SPARK, "sum_of", List.of("values"), model, 0);
  }

  /** All of the function is scored in batches; the first column holds these values. */
  private void batched(String query, int scoredRows, Object... firstColumn) {
    Dataset<Row> data = SPARK.sql(query);
    assertThat(plan(data)).contains("BatchScore");
    assertThat(containsCall(data.queryExecution().optimizedPlan())).isFalse();
    assertThat(data.collectAsList())
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrder(firstColumn);
    assertThat(model.calls().rows).hasValue(scoredRows);
  }

  private void rowByRow(String query, Object... firstColumn) {
    Dataset<Row> data = SPARK.sql(query);
    assertThat(containsCall(data.queryExecution().optimizedPlan())).isTrue();
    assertThat(data.collectAsList())
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrder(firstColumn);
    assertThat(model.calls().closed.get()).isPositive().isEqualTo(model.calls().opened.get());
  }

  private static boolean containsCall(LogicalPlan plan) {
    return ScalaSeqs.list(plan.expressions()).stream().anyMatch(e -> containsCall(e))
        || ScalaSeqs.list(plan.children()).stream().anyMatch(child -> containsCall(child));
  }

  private static boolean containsCall(Expression expression) {
    return expression instanceof ScoreExpression
        || (expression instanceof SubqueryExpression subquery
            && containsCall((LogicalPlan) (Object) subquery.plan()))
        || ScalaSeqs.list(expression.children()).stream().anyMatch(child -> containsCall(child));
  }

  @Test
  void inAProjection() {
    batched("SELECT 1 + sum_of(features) AS s, id FROM numbers WHERE id < 3", 3, 1.5, 2.5, 3.5);
  }

  @Test
  void aCallThatStandsTwiceIsScoredOnce() {
    batched(
        "SELECT sum_of(features) * sum_of(features) FROM numbers WHERE id < 3",
        3,
        0.25,
        2.25,
        6.25);
  }

  @Test
  void callsOfOtherArgumentsAndOfResults() {
    batched(
        "SELECT sum_of(array(sum_of(features), half)) + sum_of(array(id)) FROM numbers WHERE id < 3",
        9,
        0.5,
        4.0 - 1,
        5.5);
  }

  @Test
  void aFilterLeavesItsOtherConditionsBelow() {
    String query = "SELECT id FROM numbers WHERE sum_of(features) > 4 AND id < 7";

    assertThat(plan(SPARK.sql(query))).contains("LessThan(id,7)");
    batched(query, 7, 4L, 5L, 6L);
  }

  @Test
  void whatAFilterScoredIsNotScoredAgain() {
    batched(
        "SELECT s FROM (SELECT sum_of(features) AS s, id FROM numbers) WHERE s > 2 AND id < 4",
        4,
        2.5,
        3.5);
  }

  @Test
  void conditionsBehindOneThatCountsRowsStayInTheirOrder() {
    Dataset<Row> data =
        SPARK.sql(
            "SELECT id FROM numbers WHERE sum_of(features) > 2 AND monotonically_increasing_id() < 3");

    assertThat(plan(data)).containsPattern("monotonically_increasing_id[\\s\\S]*BatchScore");
    assertThat(data.count()).isEqualTo(3);
  }

  @Test
  void inAggregates() {
    batched("SELECT avg(sum_of(features)) FROM numbers GROUP BY odd", 40, 19.5, 20.5);
  }

  @Test
  void inAnAggregateWithAFilterAndInDistinctOnes() {
    batched(
        "SELECT count(DISTINCT sum_of(features)) + count(*) FILTER (WHERE sum_of(features) > 20)"
            + " FROM numbers",
        40,
        40L + 20);
  }

  @Test
  void asAGroup() {
    batched("SELECT count(*) FROM numbers GROUP BY sum_of(features) > 30", 40, 10L, 30L);
  }

  @Test
  void ofAggregatedValues() {
    batched(
        "SELECT sum_of(array(avg(half), odd)) AS s FROM numbers GROUP BY odd HAVING s > 10",
        2,
        11.0);
  }

  @Test
  void ofAggregatedValuesFromASubquery() {
    batched(
        "SELECT sum_of(v) AS s, n FROM (SELECT array(min(half), max(half)) AS v, count(*) AS n"
            + " FROM numbers GROUP BY odd)",
        2,
        19.0,
        20.0);
  }

  @Test
  void aboveAndInsideOfAnAggregateAtOnce() {
    batched("SELECT sum_of(array(max(sum_of(features)), 1)) FROM numbers", 41, 40.5);
  }

  @Test
  void inASort() {
    Dataset<Row> last = SPARK.sql("SELECT id FROM numbers ORDER BY -sum_of(features) LIMIT 2");

    assertThat(plan(last)).contains("TakeOrderedAndProject");
    assertThat(last.collectAsList()).extracting(row -> row.get(0)).containsExactly(39L, 38L);
    assertThat(model.calls().rows).hasValue(40);
    assertThat(SPARK.sql("SELECT id FROM numbers SORT BY -sum_of(features)").count()).isEqualTo(40);
  }

  @Test
  void inAWindow() {
    batched(
        "SELECT max(sum_of(features)) OVER (PARTITION BY odd ORDER BY sum_of(features)) AS m"
            + " FROM numbers WHERE id < 4",
        4,
        0.5,
        1.5,
        2.5,
        3.5);
  }

  @Test
  void onASideOfAJoin() {
    batched(
        "SELECT a.id FROM numbers a JOIN numbers b ON a.id = b.id AND sum_of(a.features) > 38",
        40,
        38L,
        39L);
  }

  @Test
  void inASubquery() {
    batched(
        "SELECT id FROM numbers WHERE half > (SELECT avg(sum_of(features)) - 1 FROM numbers)",
        40,
        39L);
  }

  @Test
  void inACorrelatedSubquery() {
    batched(
        "SELECT id FROM numbers a WHERE EXISTS (SELECT 1 FROM numbers b WHERE b.id = a.id AND"
            + " sum_of(b.features) < 2)",
        40,
        0L,
        1L);
  }

  @Test
  void inAView() {
    SPARK.sql(
        "CREATE OR REPLACE TEMPORARY VIEW sums AS SELECT id, sum_of(features) s FROM numbers");

    batched("SELECT s FROM sums WHERE id IN (3, 4)", 2, 3.5, 4.5);
  }

  @Test
  void inUnionsAndCommonTableExpressions() {
    batched(
        "WITH s AS (SELECT sum_of(features) AS v FROM numbers WHERE id = 1) SELECT v FROM s UNION"
            + " ALL SELECT v + 1 FROM s",
        2,
        1.5,
        2.5);
  }

  @Test
  void betweenTwoTablesRowByRow() {
    rowByRow(
        "SELECT a.id FROM numbers a JOIN numbers b ON sum_of(array(a.half, b.half)) = 1",
        0L,
        1L,
        2L);
  }

  @Test
  void inALambdaRowByRow() {
    rowByRow(
        "SELECT aggregate(transform(features, x -> sum_of(array(x, x))), 0D, (a, b) -> a + b)"
            + " FROM numbers WHERE id < 3",
        1.0,
        3.0,
        5.0);
  }

  @Test
  void ofRandomValuesRowByRow() {
    rowByRow("SELECT sum_of(array(rand(1))) < 1 FROM numbers WHERE id < 2", true, true);
  }

  @Test
  void aBranchIsScoredForItsRowsOnly() {
    // Of the others, -1 fails when it is read.
    batched(
        "SELECT CASE WHEN id = 0 THEN -8 WHEN id = 1 THEN sum_of(features) WHEN id > 2 THEN"
            + " sum_of(array(-id)) ELSE if(half = 1, sum_of(features), raise_error('no')) END"
            + " FROM numbers WHERE id < 4",
        3,
        -8.0,
        1.5,
        2.5,
        -3.0);
  }

  @Test
  void branchesFailForTheirRowsOnly() {
    assertThat(
            SPARK
                .sql(
                    "SELECT if(id = 1, 0, sum_of(array(-id))) FROM numbers WHERE id < 5 AND id <> 2")
                .collectAsList())
        .extracting(row -> row.getDouble(0))
        .containsExactly(0.0, 0.0, -3.0, -4.0);
  }

  @Test
  void conditionsMayBeScoresToo() {
    batched(
        "SELECT if(sum_of(features) > 1, sum_of(array(half)), NULL) FROM numbers WHERE id < 3",
        5,
        null,
        0.5,
        1.0);
  }

  @Test
  void laterConditionsMayBeScoresToo() {
    batched(
        "SELECT CASE WHEN id = 0 THEN 0 WHEN sum_of(features) < 2 THEN 1 WHEN sum_of(array(half)) <"
            + " 1.2 THEN 2 ELSE sum_of(array(id, id)) END FROM numbers WHERE id < 4",
        3 + 2 + 1,
        0.0,
        1.0,
        2.0,
        6.0);
  }

  @Test
  void aDefaultIsScoredWhereItIsNeeded() {
    batched(
        "SELECT coalesce(if(id < 2, half, NULL), sum_of(features)) FROM numbers WHERE id < 4",
        2,
        0.0,
        0.5,
        2.5,
        3.5);
  }

  @Test
  void nullsGiveNull() {
    batched(
        "SELECT sum_of(if(id = 1, NULL, features)) FROM numbers WHERE id < 3", 2, 0.5, null, 2.5);
  }

  @Test
  void ofConstantsAndLocalTables() {
    assertThat(SPARK.sql("SELECT sum_of(array(1, 2))").first().getDouble(0)).isEqualTo(3);
    assertThat(
            SPARK
                .sql(
                    "SELECT sum_of(v) AS s FROM VALUES (array(1D)), (NULL), (array(2D, 3D)) AS t(v)"
                        + " ORDER BY s")
                .collectAsList())
        .extracting(row -> row.get(0))
        .containsExactly(null, 1.0, 5.0);
    assertThat(model.calls().closed.get()).isPositive().isEqualTo(model.calls().opened.get());
  }

  @Test
  void isWrittenAndCached() {
    String path = folder.resolve(model.id()).toString();
    SPARK.sql("SELECT id, sum_of(features) AS s FROM numbers").write().parquet(path);
    assertThat(model.calls().batches).hasValue(3);
    assertThat(SPARK.read().parquet(path).where("s = id + 0.5").count()).isEqualTo(40);

    Dataset<Row> cached = SPARK.sql("SELECT id, sum_of(features) AS s FROM numbers").cache();
    try {
      assertThat(cached.where("s < 3").count()).isEqualTo(3);
      assertThat(SPARK.sql("SELECT id, sum_of(features) AS s FROM numbers").where("s < 3").count())
          .isEqualTo(3);
      assertThat(model.calls().rows).hasValue(80);
    } finally {
      cached.unpersist(true);
    }
  }

  @Test
  void anotherFunctionTakesTheName() {
    ArithmeticModel other = ArithmeticModel.ofBatchSize(16);
    BatchScoring.registerFunction(SPARK, "sum_of", List.of("values"), other, 1);

    assertThat(SPARK.sql("SELECT sum_of(array(id)) FROM numbers WHERE id = 3").first().get(0))
        .isEqualTo("sum=3.0");
    assertThat(model.calls().opened).hasValue(0);
  }

  @Test
  void isKnownInItsSessionOnly() {
    assertThatThrownBy(() -> SPARK.newSession().sql("SELECT sum_of(array(1))"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("sum_of");
  }

  @Test
  void refusesOtherNumbersOfArguments() {
    assertThatThrownBy(() -> SPARK.sql("SELECT sum_of(id, half) FROM numbers"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot call sum_of: the number of arguments is 2 (must be 1: values)");
  }

  @Test
  void refusesNamesThatAreNoneOrTaken() {
    assertThatThrownBy(() -> BatchScoring.registerFunction(SPARK, "a.b", List.of(), model, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid function name: 'a.b' (must be letters, digits and _)");
    assertThatThrownBy(() -> BatchScoring.registerFunction(SPARK, "Sum", List.of(), model, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid function name: 'Sum' (must be none of Spark's own functions)");
  }
}
