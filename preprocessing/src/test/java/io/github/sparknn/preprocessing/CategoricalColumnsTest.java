package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.row;
import static io.github.sparknn.preprocessing.Tables.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Encodings and output types of TablePreprocessor. */
class CategoricalColumnsTest {
  @TempDir private static Path directory;

  /** Of 8 rows: b 4, a 2, c 1, missing 1. */
  private final Dataset<Row> data =
      Tables.of(
          "c STRING, x DOUBLE",
          row("b", 0.0),
          row("a", 2.0),
          row("b", 0.0),
          row(null, 2.0),
          row("c", 0.0),
          row("b", 2.0),
          row("a", 0.0),
          row("b", 2.0));

  private static TablePreprocessor of(String encoding) {
    return new TablePreprocessor()
        .setCategoricalCols(new String[] {"c"})
        .setCategoricalEncoding(encoding);
  }

  private List<Float> single(TablePreprocessor stage) {
    return floats(stage.fit(data).transform(data), "features").stream()
        .map(
            values -> {
              assertThat(values).hasSize(1);
              return values[0];
            })
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStages() {
    Dataset<Row> several = data.selectExpr("c", "c AS d", "c AS e", "c AS f", "x").cache();
    TablePreprocessor stage =
        new TablePreprocessor()
            .setCategoricalCols(new String[] {"c", "d", "e", "f"})
            .setCategoricalEncodingOverrides(new String[] {"d=hash", "e=index", "f=frequency"})
            .setHashBuckets(7)
            .setMinCategoryCount(2)
            .setNumericCols(new String[] {"x"})
            .setOutputType("ids");
    return StageContract.of(stage, several, directory);
  }

  @Test
  void indexGivesIds() {
    assertThat(single(of("index"))).containsExactly(1f, 0f, 1f, 3f, 2f, 1f, 0f, 1f);
  }

  @Test
  void frequencyGivesSharesOfRows() {
    float missing = 1 / 8f;
    assertThat(single(of("frequency")))
        .containsExactly(4 / 8f, 2 / 8f, 4 / 8f, missing, 1 / 8f, 4 / 8f, 2 / 8f, 4 / 8f);
    // c is too rare, and shares the last id with null
    assertThat(single(of("frequency").setMinCategoryCount(2)))
        .containsExactly(4 / 8f, 2 / 8f, 4 / 8f, 2 / 8f, 2 / 8f, 4 / 8f, 2 / 8f, 4 / 8f);
  }

  @Test
  void hashIsThatOfSparkSql() {
    int buckets = 5;
    TablePreprocessorModel model = of("hash").setHashBuckets(buckets).fit(data);
    assertThat(model.featureNames()).containsExactly("c#0", "c#1", "c#2", "c#3", "c#4", "c=?");
    assertThat(model.categories()).isEmpty();
    Dataset<Row> out =
        model.transform(data).selectExpr("nvl2(c, pmod(hash(c), 5), 5) AS bucket", "features");
    for (Row row : out.collectAsList()) {
      List<Float> values = row.getList(1);
      assertThat(values).hasSize(buckets + 1);
      assertThat(values.indexOf(1f)).isEqualTo(row.getInt(0));
      assertThat(values.stream().mapToDouble(value -> value).sum()).isEqualTo(1);
    }
  }

  @Test
  void hashNeedsNoVocabulary() {
    Dataset<Row> ids = data.sparkSession().range(0, 1_000_001, 1, 2).toDF("c");
    Dataset<Row> few = ids.limit(10);
    assertThat(floats(of("hash").setHashBuckets(3).fit(ids).transform(few), "features"))
        .hasSize(10)
        .allMatch(values -> values.length == 4);
  }

  @Test
  void rareCategoriesCountAsUnseen() {
    TablePreprocessorModel model = of("oneHot").setMinCategoryCount(2).fit(data);
    assertThat(model.categories()).isEqualTo(Map.of("c", List.of("a", "b")));
    assertThat(floats(model.transform(data), "features").get(4)).containsExactly(0, 0, 1);
  }

  @Test
  void idsStandForOneHotBlocks() {
    TablePreprocessorModel model =
        new TablePreprocessor()
            .setNumericCols(new String[] {"x"})
            .setCategoricalCols(new String[] {"c", "d", "e"})
            .setCategoricalEncodingOverrides(new String[] {"d=hash", "e=index"})
            .setHashBuckets(3)
            .fit(data.selectExpr("x", "c", "c AS d", "c AS e"));
    Dataset<Row> table = data.selectExpr("x", "c", "c AS d", "c AS e");
    List<float[]> dense = floats(model.transform(table), "features");
    TablePreprocessorModel ids = model.copy(ParamMap.empty()).setOutputType("ids");
    Dataset<Row> out = ids.transform(table);
    List<float[]> compact = floats(out, "features");
    for (int i = 0; i < dense.size(); i++) {
      float[] expected = new float[10];
      expected[0] = compact.get(i)[0];
      expected[1 + (int) compact.get(i)[1]] = 1;
      expected[5 + (int) compact.get(i)[2]] = 1;
      expected[9] = compact.get(i)[3];
      assertThat(dense.get(i)).containsExactly(expected);
    }
    StructField field = out.schema().apply("features");
    assertThat(field.metadata().getLongArray("tensor.vocabulary")).containsExactly(0, 4, 4, 0);
    assertThat(field.metadata().getLongArray("tensor.shape")).containsExactly(4);
    NominalAttribute nominal = (NominalAttribute) TensorFields.group(field).getAttr(1);
    assertThat(nominal.values().get()).containsExactly("a", "b", "c", "?");
    assertThat(ids.featureNames()).containsExactly("x", "c", "d", "e");
    assertThat(ids.vocabularySizes()).containsExactly(0, 4, 4, 0);
    assertThat(model.vocabularySizes()).containsOnly(0).hasSize(10);
    assertThat(
            model
                .transform(table)
                .schema()
                .apply("features")
                .metadata()
                .contains("tensor.vocabulary"))
        .isFalse();
  }

  @Test
  void vectorsAreSparseOrDenseAsAsked() {
    TablePreprocessorModel model = of("oneHot").fit(data);
    List<float[]> arrays = floats(model.transform(data), "features");
    for (String type : List.of("sparseVector", "denseVector")) {
      List<Vector> vectors = vectors(model.setOutputType(type).transform(data), "features");
      assertThat(vectors)
          .hasOnlyElementsOfType(
              type.equals("sparseVector") ? SparseVector.class : DenseVector.class);
      for (int i = 0; i < vectors.size(); i++) {
        double[] values = vectors.get(i).toArray();
        assertThat(values).hasSize(4);
        for (int k = 0; k < 4; k++) {
          assertThat(values[k]).isEqualTo(arrays.get(i)[k]);
        }
      }
    }
  }

  @Test
  void refusesWhatItCannotKnow() {
    assertThatThrownBy(
            () -> of("index").setCategoricalEncodingOverrides(new String[] {"d=hash"}).fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid categoricalEncodingOverrides: d=hash (must be of columns of"
                + " categoricalCols)");
    TablePreprocessorModel hashed = of("hash").fit(data);
    ParamMap other = new ParamMap().put(hashed.categoricalEncoding(), "oneHot");
    assertThatThrownBy(() -> hashed.transform(data, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid categoricalEncoding: oneHot (must be as at fit, where column 'c' was fitted"
                + " for another)");
  }
}
