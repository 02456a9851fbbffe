package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class MissingValueImputerTest {
  /**
   * x: 1, 1, 4 and two missing; n: 3, 3, 5, 9 and one missing; s: b twice, a once; t: true once.
   */
  private final Dataset<Row> data =
      Tables.of(
          "x DOUBLE, n INT, s STRING, t BOOLEAN, m DECIMAL(6,2)",
          row(1.0, 3, "b", null, new BigDecimal("1.50")),
          row(Double.NaN, 5, null, true, null),
          row(4.0, null, "a", null, new BigDecimal("2.25")),
          row(null, 3, "b", null, null),
          row(1.0, 9, null, true, new BigDecimal("2.25")));

  private static MissingValueImputer imputer(String... columns) {
    return new MissingValueImputer().setInputCols(columns).setOutputCols(suffixed(columns, "_i"));
  }

  private static String[] suffixed(String[] columns, String suffix) {
    return Arrays.stream(columns).map(column -> column + suffix).toArray(String[]::new);
  }

  private Object[] values(MissingValueImputer stage, String column) {
    return stage.fit(data).transform(data).select(column).collectAsList().stream()
        .map(row -> row.get(0))
        .toArray();
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStages(@TempDir Path directory) {
    String[] columns = {"x", "n", "s", "t", "m"};
    return StageContract.of(
        imputer(columns)
            .setImputationOverrides(new String[] {"n=median", "m=mostFrequent"})
            .setIndicatorCols(suffixed(columns, "_missing")),
        data,
        directory);
  }

  @Test
  void keepsTheContractOfStagesWithOneColumn() {
    MissingValueImputer stage = new MissingValueImputer().setInputCol("x").setOutputCol("y");
    assertThat(stage.fit(data).transform(data).select("y").collectAsList())
        .containsExactly(row(1.0), row(2.0), row(4.0), row(2.0), row(1.0));
  }

  @Test
  void meansOfWholeNumbersAreDoubles() {
    assertThat(values(imputer("x", "n", "m"), "x_i")).containsExactly(1.0, 2.0, 4.0, 2.0, 1.0);
    assertThat(values(imputer("x", "n", "m"), "n_i")).containsExactly(3.0, 5.0, 5.0, 3.0, 9.0);
    assertThat(values(imputer("x", "n", "m"), "m_i")).containsExactly(1.5, 2.0, 2.25, 2.0, 2.25);
  }

  @Test
  void mediansAndMostFrequentValuesKeepTheType() {
    MissingValueImputer median = imputer("n", "m").setImputation("median");
    assertThat(values(median, "n_i")).containsExactly(3, 5, 3, 3, 9); // of 3, 3, 5, 9
    MissingValueImputer frequent = imputer("n", "m", "s", "t").setImputation("mostFrequent");
    assertThat(values(frequent, "n_i")).containsExactly(3, 5, 3, 3, 9);
    BigDecimal most = new BigDecimal("2.25");
    assertThat(values(frequent, "m_i"))
        .containsExactly(new BigDecimal("1.50"), most, most, most, most);
    assertThat(values(frequent, "s_i")).containsExactly("b", "b", "a", "b", "b");
    assertThat(values(frequent, "t_i")).containsOnly(true);
    assertThat(frequent.fit(data).substitutes())
        .isEqualTo(Map.of("n", 3.0, "m", 2.25, "s", "b", "t", "true"));
  }

  @Test
  void constantsReadNothing() {
    MissingValueImputer stage =
        imputer("n", "s", "t")
            .setImputation("constant")
            .setFillValue(-1)
            .setCategoricalImputation("constant")
            .setCategoricalFillValue("false");
    assertThat(values(stage, "n_i")).containsExactly(3, 5, -1, 3, 9);
    assertThat(values(stage, "s_i")).containsExactly("b", "false", "a", "b", "false");
    assertThat(values(stage, "t_i")).containsExactly(false, true, false, false, true);
    // An empty table, and infinities, do not matter where nothing is learned.
    assertThat(stage.fit(data.limit(0)).substitutes().get("n")).isEqualTo(-1.0);
  }

  @Test
  void indicatorsTellSparksStagesWhatWasMissing() {
    Dataset<Row> out =
        imputer("x", "s").setIndicatorCols(new String[] {"xm", "sm"}).fit(data).transform(data);
    assertThat(out.select("xm", "sm").collectAsList())
        .containsExactly(row(0.0, 0.0), row(1.0, 1.0), row(0.0, 0.0), row(1.0, 0.0), row(0.0, 1.0));
    assertThat(Attribute.fromStructField(out.schema().apply("xm")))
        .isEqualTo(BinaryAttribute.defaultAttr().withName("xm"));
    Dataset<Row> assembled =
        new VectorAssembler()
            .setInputCols(new String[] {"x_i", "xm"})
            .setOutputCol("v")
            .transform(out);
    assertThat(assembled.schema().apply("v").metadata().json()).contains("binary", "xm");
    assertThat(out.schema().apply("x_i").nullable()).isFalse();
  }

  @Test
  void agreesWithSparksImputer() {
    Dataset<Row> random =
        SharedSpark.session()
            .range(0, 3000, 1, 3)
            .selectExpr("IF(rand(1) < 0.2, NULL, randn(2) + 1e6) AS x", "id % 7 AS k")
            .cache();
    Dataset<Row> expected =
        new Imputer()
            .setInputCols(new String[] {"x"})
            .setOutputCols(new String[] {"spark"})
            .fit(random)
            .transform(random);
    Dataset<Row> both = imputer("x").fit(expected).transform(expected);
    assertThat(both.where("abs(spark - x_i) > 1e-6").count()).isZero();
    assertThat(both.where("x IS NULL").count()).isPositive();
  }

  @Test
  void leavesOtherTypesOfTheSameKindAsTheyAre() {
    MissingValueImputerModel model = imputer("n").setImputation("mostFrequent").fit(data);
    Dataset<Row> wider = data.selectExpr("CAST(n AS BIGINT) AS n");
    assertThat(model.transform(wider).schema().apply("n_i").dataType())
        .isEqualTo(DataTypes.LongType);
    assertThatThrownBy(() -> model.transform(data.selectExpr("s AS n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot impute column 'n': its substitute 3.0 is no value of its type string");
  }

  private void assertRefused(MissingValueImputer stage, Dataset<Row> table, String message) {
    assertThatThrownBy(() -> stage.fit(table))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesWhatDoesNotFitBeforeAnyJob() {
    assertRefused(
        new MissingValueImputer(), data, "Cannot impute: neither inputCol nor inputCols is set");
    Dataset<Row> dates = data.selectExpr("DATE '2024-01-01' AS d");
    assertRefused(
        imputer("d"),
        dates,
        "Cannot use column 'd' of inputCols: its type is date, expected a numeric type, string or"
            + " boolean");
    assertRefused(
        imputer("s").setImputationOverrides(new String[] {"s=mean"}),
        data,
        "Invalid imputationOverrides: s=mean (must be one of mostFrequent, constant, since the"
            + " column's type is string)");
    assertRefused(
        imputer("s").setCategoricalImputation("constant"),
        data,
        "Cannot impute: categoricalFillValue is not set (must be, since column 's' has imputation"
            + " constant)");
    assertRefused(
        imputer("t").setCategoricalImputation("constant").setCategoricalFillValue("no"),
        data,
        "Invalid categoricalFillValue: no (must be true or false for column 't', whose type is"
            + " boolean)");
    assertRefused(
        imputer("n").setImputation("constant").setFillValue(0.5),
        data,
        "Cannot impute column 'n': its substitute 0.5 is no value of its type int");
    assertRefused(
        imputer("m").setImputation("constant").setFillValue(10_000),
        data,
        "Cannot impute column 'm': its substitute 10000.0 is no value of its type decimal(6,2)");
    assertRefused(
        imputer("x", "n").setIndicatorCols(new String[] {"a"}),
        data,
        "Invalid indicatorCols: 1 names (must be one for each of 2 input columns, or none)");
    assertRefused(
        imputer("x").setIndicatorCols(new String[] {"x_i"}),
        data,
        "Invalid indicatorCols: x_i (must not name 'x_i', which is an output column)");
    assertThatThrownBy(() -> imputer("x").setImputation("none"))
        .hasMessage(
            "Invalid imputation: none (must be one of mean, median, mostFrequent, constant)");
  }

  @Test
  void refusesDataThatTellNothing() {
    String stage = "Cannot fit MissingValueImputer: ";
    assertRefused(imputer("x"), data.limit(0), stage + "the DataFrame is empty");
    Dataset<Row> none = Tables.of("x DOUBLE, s STRING", row(null, null), row(Double.NaN, null));
    assertRefused(imputer("x"), none, stage + "column 'x' has no value, only null or NaN");
    assertRefused(imputer("s"), none, stage + "column 's' has no value, only null");
    Dataset<Row> infinite = Tables.of("x DOUBLE", row(1.0), row(Double.POSITIVE_INFINITY));
    assertRefused(imputer("x"), infinite, stage + "column 'x' holds an infinite value");
    Dataset<Row> large = Tables.of("k BIGINT", row(1L << 60), row(1L << 60));
    assertRefused(
        imputer("k").setImputation("mostFrequent"),
        large,
        "Cannot impute column 'k': its substitute 1.15292150460684698E18 is no value of its type"
            + " bigint");
  }
}
