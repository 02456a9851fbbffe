package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.row;
import static io.github.sparknn.preprocessing.Tables.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class TablePreprocessorTest {
  @TempDir private static Path directory;

  private static TablePreprocessor preprocessor() {
    return new TablePreprocessor()
        .setNumericCols(new String[] {"delay"})
        .setCategoricalCols(new String[] {"carrier"});
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStages() {
    return StageContract.of(preprocessor(), Tables.flights(), directory);
  }

  @Test
  void learnsMeansDeviationsAndCategories() {
    TablePreprocessorModel model = preprocessor().fit(Tables.flights());
    assertThat(model.numericMeans()).containsExactly(4);
    assertThat(model.numericStds()).containsExactly(2);
    assertThat(model.categories()).isEqualTo(Map.of("carrier", List.of("AA", "DL")));
    assertThat(model.featureNames())
        .containsExactly("delay", "carrier=AA", "carrier=DL", "carrier=?");
  }

  @Test
  void standardizesImputesAndEncodes() {
    Dataset<Row> out = preprocessor().fit(Tables.flights()).transform(Tables.flights());
    assertThat(floats(out, "features"))
        .containsExactly(
            new float[] {-1, 0, 1, 0},
            new float[] {0, 1, 0, 0},
            new float[] {0, 1, 0, 0},
            new float[] {1, 0, 0, 1});
  }

  @Test
  void putsUnseenCategoriesIntoTheLastPosition() {
    Dataset<Row> unseen =
        Tables.of(
            "delay DOUBLE, carrier STRING",
            row(Double.NaN, "ZZ"),
            row(8.0, ""),
            row(0.0, "DL"),
            row(null, null));
    Dataset<Row> out = preprocessor().fit(Tables.flights()).transform(unseen);
    assertThat(floats(out, "features"))
        .containsExactly(
            new float[] {0, 0, 0, 1},
            new float[] {2, 0, 0, 1},
            new float[] {-2, 0, 1, 0},
            new float[] {0, 0, 0, 1});
  }

  @Test
  void imputesTheMeanItselfWithoutScaling() {
    TablePreprocessor unscaled = preprocessor().setNumericScaling("none");
    Dataset<Row> out = unscaled.fit(Tables.flights()).transform(Tables.flights());
    assertThat(floats(out, "features").stream().map(f -> f[0])).containsExactly(2f, 4f, 4f, 6f);
  }

  @Test
  void givesZeroForAConstantColumn() {
    Dataset<Row> constant = Tables.of("delay DOUBLE, carrier STRING", row(0.1, "a"), row(0.1, "a"));
    TablePreprocessorModel model = preprocessor().fit(constant);
    assertThat(floats(model.transform(constant), "features")).containsOnly(new float[] {0, 1, 0});
    Dataset<Row> other = Tables.of("delay DOUBLE, carrier STRING", row(-5.0, "a"));
    assertThat(floats(model.transform(other), "features")).containsOnly(new float[] {0, 1, 0});
  }

  @Test
  void takesEveryNumericTypeAndBoolean() {
    String ddl =
        "b BYTE, s SHORT, i INT, l LONG, f FLOAT, d DOUBLE, m DECIMAL(10,2), t BOOLEAN, `a.b` INT";
    Dataset<Row> data =
        Tables.of(
            ddl,
            row((byte) 1, (short) 1, 1, 1L, 1f, 1.0, new BigDecimal("1.00"), true, 1),
            row((byte) 3, (short) 3, 3, 3L, 3f, 3.0, new BigDecimal("3.00"), false, 3),
            row(null, null, null, null, null, null, null, null, null));
    TablePreprocessor all =
        new TablePreprocessor().setNumericCols(data.columns()).setNumericScaling("none");
    assertThat(floats(all.fit(data).transform(data), "features"))
        .containsExactly(
            new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1},
            new float[] {3, 3, 3, 3, 3, 3, 3, 0, 3},
            new float[] {2, 2, 2, 2, 2, 2, 2, 0.5f, 2});
  }

  @Test
  void takesIntegralAndBooleanCategoriesAsStrings() {
    Dataset<Row> data =
        Tables.of("day INT, late BOOLEAN", row(10, true), row(9, false), row(10, null));
    TablePreprocessorModel model =
        new TablePreprocessor().setCategoricalCols(new String[] {"day", "late"}).fit(data);
    assertThat(model.featureNames())
        .containsExactly("day=10", "day=9", "day=?", "late=false", "late=true", "late=?");
    assertThat(floats(model.transform(data), "features"))
        .containsExactly(
            new float[] {1, 0, 0, 0, 1, 0},
            new float[] {0, 1, 0, 1, 0, 0},
            new float[] {1, 0, 0, 0, 0, 1});
  }

  @Test
  void keepsOnlyTheMostFrequentCategories() {
    Dataset<Row> data =
        Tables.of("c STRING", row("c"), row("b"), row("c"), row("a"), row("d"), row("d"));
    TablePreprocessorModel model =
        new TablePreprocessor()
            .setCategoricalCols(new String[] {"c"})
            .setMaxCategories(3)
            .fit(data);
    assertThat(model.categories().get("c")).containsExactly("a", "c", "d");
  }

  @Test
  void namesTheOtherPositionDifferentlyWhenACategoryHasItsName() {
    Dataset<Row> data = Tables.of("c STRING", row("?"), row("x"));
    TablePreprocessorModel model =
        new TablePreprocessor().setCategoricalCols(new String[] {"c"}).fit(data);
    assertThat(model.featureNames()).containsExactly("c=?", "c=x", "c=??");
  }

  @Test
  void givesVectorsSparseOnlyWhereThatIsSmaller() {
    TablePreprocessor vectors = preprocessor().setOutputType("vector");
    Dataset<Row> out = vectors.fit(Tables.flights()).transform(Tables.flights());
    assertThat(vectors(out, "features"))
        .startsWith(Vectors.dense(-1, 0, 1, 0), Vectors.dense(0, 1, 0, 0));

    Dataset<Row> many =
        Tables.flights().select(functions.col("delay"), functions.col("id").as("carrier"));
    Dataset<Row> sparse = vectors.fit(many).transform(many);
    assertThat(vectors(sparse, "features"))
        .hasOnlyElementsOfType(SparseVector.class)
        .startsWith(
            Vectors.sparse(6, new int[] {0, 1}, new double[] {-1, 1}),
            Vectors.sparse(6, new int[] {2}, new double[] {1}));
  }

  @Test
  void describesTheTensorInItsMetadata() {
    for (String type : List.of("array", "vector")) {
      Dataset<Row> out =
          preprocessor().setOutputType(type).fit(Tables.flights()).transform(Tables.flights());
      StructField field = out.schema().apply("features");
      assertThat(field.nullable()).isFalse();
      assertThat(field.metadata().getLongArray("tensor.shape")).containsExactly(4);
      AttributeGroup group = TensorFields.group(field);
      assertThat(group.size()).isEqualTo(4);
      assertThat(group.getAttr(1).name().get()).isEqualTo("carrier=AA");
      assertThat(group.getAttr(3).name().get()).isEqualTo("carrier=?");
      assertThat(group.indexOf("delay")).isZero();
    }
  }

  @Test
  void promisesTheShapeBeforeFitWhenAllColumnsAreNumeric() {
    TablePreprocessor numeric = new TablePreprocessor().setNumericCols(new String[] {"delay"});
    StructField field = numeric.transformSchema(Tables.flights().schema()).apply("features");
    assertThat(field.metadata().getLongArray("tensor.shape")).containsExactly(1);
  }

  @Test
  void keepGivesInvalidRowsANullTensor() {
    Dataset<Row> data =
        Tables.of("delay DOUBLE, carrier STRING", row(null, "AA"), row(2.0, "AA"), row(4.0, "AA"));
    TablePreprocessorModel model =
        preprocessor()
            .setImputation("none")
            .setNumericScaling("none")
            .setHandleInvalid("keep")
            .fit(data);
    Dataset<Row> infinite =
        Tables.of(
            "delay DOUBLE, carrier STRING",
            row(Double.POSITIVE_INFINITY, "AA"),
            row(1e39, "AA"),
            row(Double.NaN, "AA"));
    assertThat(floats(model.transform(data), "features"))
        .containsExactly(null, new float[] {2, 1, 0}, new float[] {4, 1, 0});
    assertThat(floats(model.transform(infinite), "features")).containsExactly(null, null, null);
    assertThat(model.transform(data).schema().apply("features").nullable()).isTrue();
  }

  @Test
  void errorFailsOnInvalidRowsNamingTheColumn() {
    TablePreprocessorModel model = preprocessor().fit(Tables.flights());
    Dataset<Row> infinite =
        Tables.of("delay DOUBLE, carrier STRING", row(Double.POSITIVE_INFINITY, "AA"));
    assertThatThrownBy(() -> model.transform(infinite).collect())
        .hasStackTraceContaining("Cannot encode row: column 'delay' holds Infinity");
    TablePreprocessorModel strict =
        preprocessor().setImputation("none").fit(Tables.flights().na().drop());
    assertThatThrownBy(() -> strict.transform(Tables.flights()).collect())
        .hasStackTraceContaining("Cannot encode row: column 'delay' holds null or NaN");
  }

  @Test
  void givesTheSameBitsEachTime() {
    Dataset<Row> data =
        SharedSpark.session()
            .range(0, 20_000, 1, 8)
            .selectExpr("id * 0.1D AS delay", "'c' || (id % 17) AS carrier");
    TablePreprocessorModel first = preprocessor().fit(data);
    TablePreprocessorModel second = preprocessor().fit(data);
    assertThat(second.numericMeans()).isEqualTo(first.numericMeans());
    assertThat(second.numericStds()).isEqualTo(first.numericStds());
    assertThat(second.categories()).isEqualTo(first.categories());
  }
}
