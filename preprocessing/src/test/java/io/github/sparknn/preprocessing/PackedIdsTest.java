package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers and ids as packed floats. */
class PackedIdsTest {
  private static final String NO_CODEGEN = "NO_CODEGEN";
  private static final String FACTORY_MODE = "spark.sql.codegen.factoryMode";

  private final SparkSession spark = SharedSpark.session();
  private final Dataset<Row> flights = Tables.flights();
  private final TablePreprocessorModel ids =
      new TablePreprocessor()
          .setNumericCols(new String[] {"delay"})
          .setCategoricalCols(new String[] {"carrier"})
          .setOutputType("ids")
          .fit(flights);
  private final TablePreprocessorModel packed =
      ids.copy(ParamMap.empty()).setOutputType("packedIds");

  private static List<List<Float>> unpacked(Dataset<Row> data) {
    return floats(data.select(PackedFloats.toArray(data, "features")));
  }

  private static List<List<Float>> floats(Dataset<Row> arrays) {
    return arrays.collectAsList().stream().map(row -> row.<Float>getList(0)).toList();
  }

  @Test
  void holdTheFloatsOfTheIdsLeastSignificantByteFirst() {
    List<Row> rows = packed.transform(flights).orderBy("id").select("features").collectAsList();
    // delay: mean 4, deviation 2; carriers AA and DL, then the id for all others.
    float[][] expected = {{-1, 1}, {0, 0}, {0, 0}, {1, 2}};
    for (int i = 0; i < expected.length; i++) {
      ByteBuffer bytes = ByteBuffer.wrap(rows.get(i).getAs(0)).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(bytes.remaining()).isEqualTo(8);
      assertThat(new float[] {bytes.getFloat(), bytes.getFloat()}).containsExactly(expected[i]);
    }
    assertThat(unpacked(packed.transform(flights))).isEqualTo(ofIds(flights));
  }

  private List<List<Float>> ofIds(Dataset<Row> data) {
    return floats(ids.transform(data).select("features"));
  }

  @Test
  void tellShapeNamesAndVocabularyAsTheIdsDo() {
    StructField field = packed.transform(flights).schema().apply("features");
    StructField other = ids.transform(flights).schema().apply("features");
    assertThat(field.dataType()).isEqualTo(DataTypes.BinaryType);
    assertThat(field.metadata()).isEqualTo(other.metadata());
    assertThat(field.metadata().getLongArray("tensor.vocabulary")).containsExactly(0, 3);
    assertThat(packed.transformSchema(flights.schema()).apply("features")).isEqualTo(field);
    assertThat(packed.vocabularySizes()).containsExactly(0, 3);
    assertThat(packed.featureNames()).containsExactly("delay", "carrier");
  }

  @Test
  void areMadeAndUnpackedByGeneratedCode() {
    Dataset<Row> out = packed.transform(flights);
    Dataset<Row> arrays = out.select(PackedFloats.toArray(out, "features").as("f"));
    assertThat(arrays.queryExecution().executedPlan().toString())
        .containsPattern("\\*\\(1\\) Project \\[unpack_floats\\(encode_row\\(2 columns to 2")
        .doesNotContain("UDF");
    List<List<Float>> compiled = floats(arrays);
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    spark.conf().set(FACTORY_MODE, NO_CODEGEN);
    try {
      assertThat(unpacked(packed.transform(flights))).isEqualTo(compiled);
    } finally {
      spark.conf().unset("spark.sql.codegen.wholeStage");
      spark.conf().unset(FACTORY_MODE);
    }
  }

  @Test
  void staySeparateInOperatorsThatHoldSeveralRows() {
    Dataset<Row> out = packed.transform(flights.coalesce(1));
    List<byte[]> collected =
        new ArrayList<>(out.selectExpr("collect_list(features)").head().<byte[]>getList(0));
    List<String> expected =
        out.select("features").collectAsList().stream()
            .map(row -> Arrays.toString(row.<byte[]>getAs(0)))
            .toList();
    assertThat(collected.stream().map(Arrays::toString)).containsExactlyElementsOf(expected);
    assertThat(expected.stream().distinct()).hasSize(3);
    assertThat(out.select("features").distinct().count()).isEqualTo(3);
  }

  @Test
  void invalidRowsAreNull() {
    TablePreprocessorModel strict =
        new TablePreprocessor()
            .setNumericCols(new String[] {"delay"})
            .setImputation("none")
            .setHandleInvalid("keep")
            .setOutputType("packedIds")
            .fit(flights);
    Dataset<Row> out = strict.transform(flights).orderBy("id");
    assertThat(out.select("features").collectAsList().get(2).isNullAt(0)).isTrue();
    assertThat(unpacked(out).get(2)).isNull();
    assertThat(unpacked(out).get(3)).containsExactly(1f);
  }

  @Test
  void surviveParquetAndFeedSparksOwnStages(@TempDir Path folder) {
    String path = folder.resolve("table").toString();
    packed.transform(flights).write().parquet(path);
    Dataset<Row> read = spark.read().parquet(path);
    assertThat(read.schema().apply("features").metadata())
        .isEqualTo(packed.transform(flights).schema().apply("features").metadata());
    assertThat(unpacked(read.orderBy("id"))).isEqualTo(ofIds(flights.orderBy("id")));
    Dataset<Row> vectors =
        read.withColumn("v", functions.array_to_vector(PackedFloats.toArray(read, "features")))
            .selectExpr("v", "double(id > 1) as label");
    assertThat(new LogisticRegression().setFeaturesCol("v").fit(vectors).coefficients().size())
        .isEqualTo(2);
  }

  @Test
  void whatIsNoneIsRefused() {
    assertThatThrownBy(() -> PackedFloats.toArray(flights, "carrier"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use column 'carrier' of packed: its type is string, expected binary");
    assertThatThrownBy(() -> PackedFloats.toArray(flights, "f"))
        .hasMessage("Cannot find column 'f' of packed: the DataFrame has id, delay, carrier");
    Dataset<Row> short1 = Tables.of("id INT, features BINARY", row(0, new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> unpacked(short1))
        .isInstanceOf(SparkException.class)
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot unpack floats of column 'features': a row holds 3 bytes (must be a multiple of"
                + " 4)");
    Dataset<Row> bare = Tables.of("id INT, features BINARY", row(0, new byte[8]));
    assertThatThrownBy(() -> delayOf(bare))
        .hasMessage(
            "Cannot use column 'features' of tensorColumn: its type is binary, expected an array"
                + " of a numeric type, packed floats with metadata tensor.shape, or a vector");
    StructField told = packed.transform(flights).schema().apply("features");
    Dataset<Row> longer = Tables.of(new StructType().add(told), row(new byte[12]));
    assertThatThrownBy(() -> delayOf(longer).collectAsList())
        .rootCause()
        .hasMessage("Cannot invert column 'features': a row holds 3 values, expected 2");
  }

  private Dataset<Row> delayOf(Dataset<Row> tensors) {
    return packed.inverse(tensors, "features", new String[] {"delay"}, new String[] {"again"});
  }
}
