package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.RobustScaler;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Scaling, imputation and clipping of TablePreprocessor. */
class NumericColumnsTest {
  @TempDir private static Path directory;

  /** Mean 3, smallest 1, greatest 7, most frequent 1. */
  private final Dataset<Row> data =
      Tables.of("x DOUBLE", row(1.0), row(7.0), row(1.0), row((Object) null), row(3.0));

  private static TablePreprocessor of(String scaling) {
    return new TablePreprocessor().setNumericCols(new String[] {"x"}).setNumericScaling(scaling);
  }

  private static List<Float> first(Dataset<Row> out) {
    return floats(out, "features").stream().map(values -> values[0]).toList();
  }

  private List<Float> scaled(TablePreprocessor stage) {
    return first(stage.fit(data).transform(data));
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStages() {
    Dataset<Row> several =
        data.selectExpr("x", "x + 1 AS y", "x * 2 AS z", "x * x AS w").coalesce(1).cache();
    TablePreprocessor stage =
        new TablePreprocessor()
            .setNumericCols(several.columns())
            .setNumericScaling("robust")
            .setNumericScalingOverrides(new String[] {"x=log1p+standard", "z=minMax"})
            .setImputation("median")
            .setImputationOverrides(new String[] {"y=mostFrequent", "w=constant"})
            .setFillValue(2)
            .setMissingIndicator(true)
            .setClipQuantiles(new double[] {0.1, 0.9});
    return StageContract.of(stage, several, directory);
  }

  @Test
  void minMaxGivesZeroToOne() {
    // mean 3: (3 - 1) / 6
    assertThat(scaled(of("minMax"))).containsExactly(0f, 1f, 0f, 2 / 6f, 2 / 6f);
  }

  @Test
  void maxAbsDividesByTheGreatestMagnitude() {
    assertThat(scaled(of("maxAbs"))).containsExactly(1 / 7f, 1f, 1 / 7f, 3 / 7f, 3 / 7f);
    Dataset<Row> negative = Tables.of("x DOUBLE", row(-4.0), row(2.0));
    assertThat(first(of("maxAbs").fit(negative).transform(negative))).containsExactly(-1f, 0.5f);
  }

  @Test
  void robustSubtractsTheMedianAndDividesByTheQuartiles() {
    // 0, 10, ..., 1000: quartiles 250 and 750, median 500
    Dataset<Row> even = SharedSpark.session().range(0, 101, 1, 2).selectExpr("id * 10D AS x");
    List<Float> out = first(of("robust").fit(even).transform(even));
    assertThat(out.get(0)).isEqualTo(-1f, Offset.offset(0.03f));
    assertThat(out.get(50)).isEqualTo(0f, Offset.offset(0.03f));
    assertThat(out.get(100)).isEqualTo(1f, Offset.offset(0.03f));
  }

  @Test
  void robustAgreesWithSparksRobustScaler() {
    Dataset<Row> table =
        SharedSpark.session().range(0, 3000, 1, 3).selectExpr("exp(randn(1)) AS x").cache();
    Dataset<Row> vectors =
        new VectorAssembler()
            .setInputCols(new String[] {"x"})
            .setOutputCol("v")
            .transform(of("robust").fit(table).transform(table));
    Dataset<Row> both =
        new RobustScaler()
            .setInputCol("v")
            .setOutputCol("spark")
            .setWithCentering(true)
            .fit(vectors)
            .transform(vectors);
    for (Row row : both.select("features", "spark").collectAsList()) {
      // The ranks of three quantiles differ by a thousandth of the rows at most, each way.
      assertThat((double) row.<Float>getList(0).get(0))
          .isCloseTo(row.<Vector>getAs(1).apply(0), Offset.offset(0.15));
    }
  }

  @Test
  void robustOnlyCentresWhereTheQuartilesAreEqual() {
    Dataset<Row> mostly =
        SharedSpark.session().range(0, 100, 1, 2).selectExpr("IF(id = 7, 5D, 2D) AS x");
    List<Float> out = first(of("robust").fit(mostly).transform(mostly));
    assertThat(out.get(7)).isEqualTo(3f);
    assertThat(out).filteredOn(value -> value == 0).hasSize(99);
  }

  @Test
  void logarithmIsStandardized() {
    // log(1 + x) = 0, 1, 2: mean 1, deviation 1
    Dataset<Row> exponential =
        Tables.of("x DOUBLE", row(0.0), row(Math.E - 1), row(Math.E * Math.E - 1));
    TablePreprocessorModel model = of("log1p+standard").fit(exponential);
    assertThat(floats(model.transform(exponential), "features"))
        .usingElementComparator((a, b) -> Math.abs(a[0] - b[0]) < 1e-6 ? 0 : 1)
        .containsExactly(new float[] {-1}, new float[] {0}, new float[] {1});
    Dataset<Row> negative = Tables.of("x DOUBLE", row(-1.0), row(-2.0), row(-0.5));
    TablePreprocessorModel keeping = model.setHandleInvalid("keep");
    assertThat(floats(keeping.transform(negative), "features")).startsWith(null, null).hasSize(3);
    assertThatThrownBy(() -> of("log1p+standard").fit(negative))
        .hasMessage(
            "Cannot fit TablePreprocessor: column 'x' holds a value of -1 or less, which has no"
                + " logarithm of 1 + x (must be greater for numericScaling log1p+standard)");
  }

  @Test
  void constantColumnsGiveZeroWhateverTheScaling() {
    Dataset<Row> constant = Tables.of("x DOUBLE", row(0.1), row((Object) null), row(0.1));
    for (Scaling scaling : Scaling.values()) {
      float expected =
          scaling == Scaling.NONE ? 0.1f : scaling == Scaling.MAX_ABS ? 1 : 0; // 0.1 / 0.1
      assertThat(first(of(scaling.text()).fit(constant).transform(constant)))
          .containsOnly(expected);
    }
  }

  @Test
  void imputesWhatIsAsked() {
    assertThat(scaled(of("none")).get(3)).isEqualTo(3f);
    assertThat(scaled(of("none").setImputation("mostFrequent")).get(3)).isEqualTo(1f);
    assertThat(scaled(of("none").setImputation("median")).get(3)).isIn(1f, 3f);
    assertThat(scaled(of("none").setImputation("constant").setFillValue(-8)).get(3)).isEqualTo(-8f);
  }

  @Test
  void singleColumnsAreScaledAndImputedOtherwise() {
    Dataset<Row> pair = data.selectExpr("x", "x AS `a=b`");
    TablePreprocessor stage =
        new TablePreprocessor()
            .setNumericCols(new String[] {"x", "a=b"})
            .setNumericScaling("none")
            .setNumericScalingOverrides(new String[] {"a=b=minMax"})
            .setImputationOverrides(new String[] {"a=b=mostFrequent"});
    assertThat(floats(stage.fit(pair).transform(pair), "features"))
        .containsExactly(
            new float[] {1, 0},
            new float[] {7, 1},
            new float[] {1, 0},
            new float[] {3, 0},
            new float[] {3, 2 / 6f});
  }

  @Test
  void indicatorsTellWhatWasMissing() {
    TablePreprocessor stage =
        of("none").setMissingIndicator(true).setNumericCols(new String[] {"x", "y"});
    Dataset<Row> pair =
        Tables.of("x DOUBLE, y INT", row(1.0, 5), row(Double.NaN, null), row(3.0, 7));
    TablePreprocessorModel model = stage.fit(pair);
    assertThat(model.featureNames()).containsExactly("x", "x=?", "y", "y=?");
    assertThat(floats(model.transform(pair), "features"))
        .containsExactly(
            new float[] {1, 0, 5, 0}, new float[] {2, 1, 6, 1}, new float[] {3, 0, 7, 0});
    Dataset<Row> sparse = model.setOutputType("vector").transform(pair);
    assertThat(Tables.vectors(sparse, "features"))
        .doesNotHaveAnyElementsOfTypes(SparseVector.class)
        .startsWith(Vectors.dense(1, 0, 5, 0), Vectors.dense(2, 1, 6, 1));
  }

  @Test
  void clipsToQuantiles() {
    Dataset<Row> even = SharedSpark.session().range(0, 1001, 1, 2).selectExpr("double(id) AS x");
    double[] tenths = {0.1, 0.9};
    Dataset<Row> beyond = Tables.of("x DOUBLE", row(-1e9), row(500.0), row(1e9));
    TablePreprocessorModel model = of("none").setClipQuantiles(tenths).fit(even);
    List<Float> out = first(model.transform(beyond));
    assertThat(out.get(0)).isEqualTo(100f, Offset.offset(2f));
    assertThat(out.get(1)).isEqualTo(500f);
    assertThat(out.get(2)).isEqualTo(900f, Offset.offset(2f));
    // min and max are those of the clipped values
    List<Float> unit = first(of("minMax").setClipQuantiles(tenths).fit(even).transform(beyond));
    assertThat(unit.get(0)).isZero();
    assertThat(unit.get(2)).isEqualTo(1f, Offset.offset(1e-6f));
    Dataset<Row> infinite = Tables.of("x DOUBLE", row(Double.POSITIVE_INFINITY));
    assertThatThrownBy(() -> model.transform(infinite).collect())
        .hasStackTraceContaining("Cannot encode row: column 'x' holds Infinity");
  }

  @Test
  void refusesParamsThatDoNotGoTogether() {
    assertRefused(
        of("none").setNumericScalingOverrides(new String[] {"y=minMax"}),
        "Invalid numericScalingOverrides: y=minMax (must be of columns of numericCols)");
    assertRefused(
        of("none").setImputationOverrides(new String[] {"x=mean", "x=none"}),
        "Invalid imputationOverrides: x=none (must be one a column, 'x' comes twice)");
    assertRefused(
        of("log1p+standard").setImputation("constant").setFillValue(-1),
        "Invalid fillValue: -1.0 (must be > -1 for column 'x', whose scaling is log1p+standard)");
    TablePreprocessorModel model = of("standard").fit(data);
    ParamMap other = new ParamMap().put(model.numericScaling(), "robust");
    assertThatThrownBy(() -> model.transform(data, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid numericScaling: robust (must be as at fit, where column 'x' was fitted for"
                + " another)");
  }

  @Test
  void refusesParamValues() {
    assertThatThrownBy(() -> of("none").setNumericScalingOverrides(new String[] {"x=max"}))
        .hasMessage(
            "Invalid numericScalingOverrides: [x=max] (must be column=choice with a choice of"
                + " standard, minMax, maxAbs, robust, log1p+standard, none)");
    assertThatThrownBy(() -> of("none").setClipQuantiles(new double[] {0.9, 0.1}))
        .hasMessage(
            "Invalid clipQuantiles: [0.9, 0.1] (must be two probabilities, the first smaller, from"
                + " 0 to 1)");
    assertThatThrownBy(() -> of("none").setRelativeError(0))
        .hasMessage("Invalid relativeError: 0.0 (must be from 0 (excluded) to 1 (excluded))");
    assertThatThrownBy(() -> of("none").setFillValue(Double.NaN))
        .hasMessage("Invalid fillValue: NaN (must be finite)");
  }

  private void assertRefused(TablePreprocessor stage, String message) {
    assertThatThrownBy(() -> stage.fit(data))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
