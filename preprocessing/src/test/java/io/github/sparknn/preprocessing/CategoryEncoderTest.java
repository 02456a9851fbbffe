package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.row;
import static io.github.sparknn.preprocessing.Tables.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryEncoderTest {
  /** c: b 3, a 2, c 1, missing 1; k: 7 four times, 10 twice; y: -0 is 0; t: true, false. */
  private final Dataset<Row> data =
      Tables.of(
          "c STRING, k INT, y DOUBLE, t BOOLEAN",
          row("b", 7, 0.0, true),
          row("a", 7, -0.0, false),
          row("b", 10, 2.5, true),
          row(null, null, Double.NaN, null),
          row("c", 7, 2.5, true),
          row("b", 10, null, true),
          row("a", 7, 0.0, false));

  private static CategoryEncoder encoder(String encoding, String... columns) {
    String[] outputs = Arrays.stream(columns).map(c -> c + "_e").toArray(String[]::new);
    return new CategoryEncoder()
        .setInputCols(columns)
        .setOutputCols(outputs)
        .setCategoricalEncoding(encoding);
  }

  private List<Object> values(Dataset<Row> table, String column) {
    return Arrays.asList(
        table.select(column).collectAsList().stream().map(row -> row.get(0)).toArray());
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStages(@TempDir Path directory) {
    return StageContract.of(
        encoder("oneHot", "c", "k", "y", "t")
            .setCategoricalEncodingOverrides(new String[] {"k=index", "y=frequency", "t=hash"})
            .setHashBuckets(4),
        data,
        directory);
  }

  @TestFactory
  Stream<DynamicTest> categoryEncoderThatSkipsKeepsTheContractOfStages(@TempDir Path directory) {
    return StageContract.of(
        encoder("index", "c", "k")
            .setCategoricalEncodingOverrides(new String[] {"k=oneHot"})
            .setOutputType("array")
            .setHandleInvalid("skip"),
        data,
        directory);
  }

  @Test
  void indexGivesIdsOfSortedValues() {
    CategoryEncoderModel model = encoder("index", "c", "k", "y", "t").fit(data);
    Dataset<Row> out = model.transform(data);
    assertThat(values(out, "c_e")).containsExactly(1.0, 0.0, 1.0, 3.0, 2.0, 1.0, 0.0);
    // As strings: "10" is less than "7".
    assertThat(values(out, "k_e")).containsExactly(1.0, 1.0, 0.0, 2.0, 1.0, 0.0, 1.0);
    assertThat(values(out, "y_e")).containsExactly(0.0, 0.0, 1.0, 2.0, 1.0, 2.0, 0.0);
    assertThat(values(out, "t_e")).containsExactly(1.0, 0.0, 1.0, 2.0, 1.0, 1.0, 0.0);
    assertThat(model.categories())
        .isEqualTo(
            Map.of(
                "c", List.of("a", "b", "c"),
                "k", List.of("10", "7"),
                "y", List.of("0.0", "2.5"),
                "t", List.of("false", "true")));
  }

  @Test
  void oneHotGivesVectorsWithNames() {
    Dataset<Row> out = encoder("oneHot", "c").setMinCategoryCount(2).fit(data).transform(data);
    Vector a = Vectors.dense(1, 0, 0);
    Vector b = Vectors.dense(0, 1, 0);
    Vector other = Vectors.dense(0, 0, 1);
    assertThat(vectors(out, "c_e")).containsExactly(b, a, b, other, other, b, a);
    assertThat(TensorFields.group(out.schema().apply("c_e")).attributes().get())
        .extracting(attribute -> attribute.name().get())
        .containsExactly("c=a", "c=b", "c=?");
    assertThat(out.schema().apply("c_e").metadata().getLongArray("tensor.shape"))
        .containsExactly(3);
    Dataset<Row> arrays =
        encoder("oneHot", "c").setMaxCategories(1).setOutputType("array").fit(data).transform(data);
    assertThat(floats(arrays, "c_e")).startsWith(new float[] {1, 0}, new float[] {0, 1});
  }

  @Test
  void frequencyAndHashNeedNoIds() {
    Dataset<Row> out = encoder("frequency", "c").fit(data).transform(data);
    assertThat(values(out, "c_e"))
        .containsExactly(3 / 7.0, 2 / 7.0, 3 / 7.0, 1 / 7.0, 1 / 7.0, 3 / 7.0, 2 / 7.0);
    Dataset<Row> hashed =
        encoder("hash", "c").setHashBuckets(50).fit(data.limit(0)).transform(data);
    List<Row> expected = data.selectExpr("pmod(hash(c), 50)", "c").collectAsList();
    List<Vector> actual = vectors(hashed, "c_e");
    for (int i = 0; i < expected.size(); i++) {
      int place = expected.get(i).isNullAt(1) ? 50 : expected.get(i).getInt(0);
      assertThat(actual.get(i)).isEqualTo(Vectors.sparse(51, new int[] {place}, new double[] {1}));
    }
  }

  @Test
  void errorNamesColumnAndValue() {
    CategoryEncoderModel model =
        encoder("index", "c").setHandleInvalid("error").fit(data.where("c IS NOT NULL"));
    assertThat(values(model.transform(data.where("c = 'a'")), "c_e")).containsExactly(0.0, 0.0);
    String hint =
        " (handleInvalid = keep gives such values an id of their own, skip leaves their rows out)";
    assertThatThrownBy(() -> model.transform(data).collectAsList())
        .hasStackTraceContaining(
            "Cannot encode column 'c': it holds null, which is no category" + hint);
    Dataset<Row> unseen = data.selectExpr("'z' || c AS c").where("c IS NOT NULL");
    assertThatThrownBy(() -> model.transform(unseen).collectAsList())
        .hasStackTraceContaining("Cannot encode column 'c': it holds 'z")
        .hasStackTraceContaining("', which is no category" + hint);
    CategoryEncoderModel hot = encoder("oneHot", "c").setHandleInvalid("error").fit(data);
    assertThatThrownBy(() -> hot.transform(data).collectAsList())
        .hasStackTraceContaining("Cannot encode column 'c': it holds null, which is no category");
    assertThat(vectors(hot.transform(data.where("c = 'c'")), "c_e"))
        .containsExactly(Vectors.dense(0, 0, 1));
  }

  @Test
  void skipLeavesRowsOut() {
    CategoryEncoderModel model =
        encoder("index", "c", "k")
            .setCategoricalEncodingOverrides(new String[] {"c=oneHot"})
            .setMinCategoryCount(2)
            .setHandleInvalid("skip")
            .fit(data);
    Dataset<Row> out = model.transform(data);
    assertThat(values(out, "c")).containsExactly("b", "a", "b", "b", "a");
    assertThat(vectors(out, "c_e")).startsWith(Vectors.dense(0, 1), Vectors.dense(1, 0));
    assertThat(model.setHandleInvalid("keep").transform(data).count()).isEqualTo(7);
  }

  @Test
  void metadataTellSparksStagesWhatIsNominal() {
    Dataset<Row> out = encoder("index", "c").fit(data).transform(data);
    NominalAttribute attribute =
        (NominalAttribute) Attribute.fromStructField(out.schema().apply("c_e"));
    assertThat(attribute.values().get()).containsExactly("a", "b", "c", "?");
    Dataset<Row> assembled =
        new VectorAssembler()
            .setInputCols(new String[] {"c_e"})
            .setOutputCol("features")
            .transform(out.withColumn("label", functions.expr("IF(c <=> 'a', 1D, 0D)")));
    assertThat(new DecisionTreeClassifier().fit(assembled).toDebugString())
        .contains("feature 0 in {");
    assertThat(
            values(
                new StringIndexer()
                    .setInputCol("c")
                    .setOutputCol("s")
                    .setStringOrderType("alphabetAsc")
                    .setHandleInvalid("keep")
                    .fit(out)
                    .transform(out)
                    .where("s != c_e"),
                "s"))
        .isEmpty();
  }

  @Test
  void inverseGivesCategoriesInTheirTypes() {
    for (String invalid : List.of("keep", "skip")) {
      CategoryEncoderModel model =
          encoder("index", "c", "k", "y", "t")
              .setCategoricalEncodingOverrides(new String[] {"c=oneHot", "t=oneHot"})
              .setOutputType(invalid.equals("keep") ? "sparseVector" : "array")
              .setHandleInvalid(invalid)
              .fit(data);
      Dataset<Row> out = model.transform(data);
      Dataset<Row> restored =
          model.inverse(
              out,
              new String[] {"c_e", "k_e", "y_e", "t_e"},
              new String[] {"c2", "k2", "y2", "t2"});
      assertThat(restored.where("c2 <=> c AND k2 <=> k AND t2 <=> t").count())
          .isEqualTo(out.count());
      assertThat(restored.where("y2 <=> nullif(y, double('NaN'))").count()).isEqualTo(out.count());
      assertThat(restored.selectExpr("c2", "k2", "y2", "t2").schema().toDDL())
          .isEqualTo("c2 STRING,k2 INT,y2 DOUBLE,t2 BOOLEAN");
    }
  }

  @Test
  void inverseTakesPredictions() {
    CategoryEncoderModel model = encoder("oneHot", "c").fit(data);
    Dataset<Row> predictions =
        Tables.of(
            "p ARRAY<DOUBLE>, i INT",
            row(new double[] {0.2, 0.5, 0.2, 0.1}, 2),
            row(new double[] {0, 0, 0, 0}, 3),
            row(new double[] {0.1, 0.1, 0.1, 0.7}, 0),
            row(null, null));
    String[] restored = {"r"};
    assertThat(values(model.inverse(predictions, new String[] {"p"}, restored), "r"))
        .containsExactly("b", null, null, null);
    CategoryEncoderModel index = encoder("index", "c").fit(data);
    assertThat(values(index.inverse(predictions, new String[] {"i"}, restored), "r"))
        .containsExactly("c", null, "a", null);
    assertThatThrownBy(
            () ->
                index
                    .inverse(predictions.selectExpr("i + 2 AS i"), new String[] {"i"}, restored)
                    .collectAsList())
        .hasStackTraceContaining(
            "Cannot invert column 'i': it holds 4.0, expected an id from 0 to 3");
    assertThatThrownBy(
            () ->
                model
                    .inverse(
                        predictions.selectExpr("slice(p, 1, 2) AS p"), new String[] {"p"}, restored)
                    .collectAsList())
        .hasStackTraceContaining("Cannot invert column 'p': a row holds 2 values, expected 4");
  }

  @Test
  void refusesWhatHasNoInverse() {
    Dataset<Row> out = encoder("index", "c").fit(data).transform(data);
    String[] restored = {"r"};
    String[] column = {"c_e"};
    assertThatThrownBy(() -> encoder("hash", "c").fit(data).inverse(out, column, restored))
        .hasMessage(
            "Cannot invert column 'c': its encoding is hash, which keeps no category's name");
    assertThatThrownBy(() -> encoder("frequency", "c").fit(data).inverse(out, column, restored))
        .hasMessage(
            "Cannot invert column 'c': its encoding is frequency, which gives equally frequent"
                + " categories one value");
    assertThatThrownBy(() -> encoder("oneHot", "c").fit(data).inverse(out, column, restored))
        .hasMessage(
            "Cannot use column 'c_e' of inputCols: its type is double, expected an array of a"
                + " numeric type, or a vector");
  }

  @Test
  void refusesWhatDoesNotFit() {
    Dataset<Row> dates = data.selectExpr("DATE '2024-01-01' AS d");
    assertThatThrownBy(() -> encoder("index", "d").fit(dates))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot use column 'd' of inputCols: its type is date, expected string, boolean or a"
                + " numeric type");
    assertThatThrownBy(() -> encoder("index", "c").fit(data.limit(0)))
        .hasMessage("Cannot fit CategoryEncoder: the DataFrame is empty");
    CategoryEncoderModel hashed = encoder("hash", "c").fit(data);
    ParamMap index = new ParamMap().put(hashed.categoricalEncoding(), "index");
    assertThatThrownBy(() -> hashed.transform(data, index))
        .hasMessage(
            "Invalid categoricalEncoding: index (must be as at fit, where column 'c' was fitted for"
                + " another)");
  }

  @Test
  void typesThatWriteValuesAlikeMayReplaceTheFittedOne() {
    CategoryEncoderModel model = encoder("index", "k").fit(data);
    for (String type : List.of("TINYINT", "BIGINT", "STRING")) {
      Dataset<Row> other = data.withColumn("k", functions.col("k").cast(type));
      assertThat(values(model.transform(other), "k_e"))
          .as(type)
          .containsExactly(1.0, 1.0, 0.0, 2.0, 1.0, 0.0, 1.0);
    }
    Dataset<Row> texts = data.withColumn("k", functions.col("k").cast("STRING"));
    assertThat(values(encoder("index", "k").fit(texts).transform(data), "k_e"))
        .containsExactly(1.0, 1.0, 0.0, 2.0, 1.0, 0.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "k, INT, DOUBLE, an integral type or string",
    "k, INT, BOOLEAN, an integral type or string",
    "c, STRING, DOUBLE, an integral type or string",
    "y, DOUBLE, INT, double",
    "y, DOUBLE, FLOAT, double",
    "t, BOOLEAN, INT, boolean",
    "t, BOOLEAN, STRING, boolean"
  })
  void typesThatWriteValuesDifferentlyAreRefused(
      String column, String fitted, String type, String expected) {
    Dataset<Row> other = data.withColumn(column, functions.lit(null).cast(type));
    String message =
        "Cannot use column '%s' of %s: its type is %s, expected %s (at fit it was %s)"
            .formatted(
                column,
                "inputCols",
                type.toLowerCase(Locale.ROOT),
                expected,
                fitted.toLowerCase(Locale.ROOT));
    for (String encoding : List.of("oneHot", "hash")) {
      CategoryEncoderModel model = encoder(encoding, column).fit(data);
      assertThatThrownBy(() -> model.transform(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> model.transformSchema(other.schema())).hasMessage(message);
    }
  }
}
