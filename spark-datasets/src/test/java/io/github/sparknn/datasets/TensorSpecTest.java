package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TensorSpecTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("x", DataTypes.DoubleType)
          .add("n", DataTypes.IntegerType)
          .add("a.b", DataTypes.FloatType)
          .add("f", DataTypes.createArrayType(DataTypes.FloatType))
          .add("g", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("v", SQLDataTypes.VectorType())
          .add("s", DataTypes.StringType)
          .add(
              "image",
              DataTypes.createArrayType(DataTypes.FloatType),
              false,
              new MetadataBuilder()
                  .putLongArray(TensorSpec.SHAPE_METADATA, new long[] {1, 2, 3})
                  .build())
          .add(new AttributeGroup("group", 5).toStructField());

  private static TensorSpec of(int[] inputShape, String... columns) {
    return TensorSpec.of(SCHEMA, List.of(columns), inputShape);
  }

  @Test
  void numbersHaveSizeOne() {
    TensorSpec spec = of(null, "x", "n", "a.b");
    assertThat(spec.isResolved()).isTrue();
    assertThat(spec.shape()).containsExactly(3);
    assertThat(spec.size()).isEqualTo(3);
    assertThat(spec.columns()).containsExactly("x", "n", "a.b");
  }

  @Test
  void metadataGivesTheShape() {
    assertThat(of(null, "image").shape()).containsExactly(1, 2, 3);
    assertThat(of(new int[0], "image").shape()).containsExactly(1, 2, 3);
    assertThat(of(null, "image", "x").shape()).containsExactly(7);
  }

  @Test
  void inputShapeReshapesWhatTheSchemaKnows() {
    assertThat(of(new int[] {6}, "image").shape()).containsExactly(6);
    assertThat(of(new int[] {3, 1}, "x", "n", "a.b").shape()).containsExactly(3, 1);
  }

  @Test
  void attributeGroupGivesAVectorsSize() {
    assertThat(of(null, "group").shape()).containsExactly(5);
    assertThat(of(null, "group", "x").shape()).containsExactly(6);
  }

  @Test
  void inputShapeGivesTheOneUnknownSize() {
    assertThat(of(new int[] {2, 2}, "f").shape()).containsExactly(2, 2);
    assertThat(of(new int[] {4}, "f", "x").size()).isEqualTo(4);
    assertThat(of(new int[] {4}, "f", "g").isResolved()).isFalse();
  }

  @Test
  void staysUnresolvedWhereTheSchemaDoesNotTell() {
    TensorSpec spec = of(null, "f", "x");
    assertThat(spec.isResolved()).isFalse();
    assertThatThrownBy(spec::size)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot tell the size of the columns f, x: give an input shape or read a row");
    assertThatThrownBy(() -> spec.reader(SCHEMA)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theFirstRowWithValuesGivesTheRest() {
    StructType schema =
        new StructType()
            .add("f.1", DataTypes.createArrayType(DataTypes.FloatType))
            .add("v", SQLDataTypes.VectorType())
            .add("x", DataTypes.DoubleType);
    var data =
        Rows.of(
            schema,
            Rows.row(null, Vectors.dense(1, 2, 3, 4), 1.0),
            Rows.row(new float[] {1, 2}, Vectors.sparse(3, new int[0], new double[0]), 1.0));
    TensorSpec spec = TensorSpec.of(data, List.of("f.1", "v", "x"), null);
    assertThat(spec.shape()).containsExactly(6);
    assertThatThrownBy(() -> TensorSpec.of(data, List.of("f.1", "v", "x"), new int[] {5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid inputShape: [5] (must hold the 6 values of the columns f.1, v, x)");
  }

  @Test
  void aDataFrameWithoutAValueIsAnError() {
    assertThatThrownBy(() -> TensorSpec.of(Rows.of(SCHEMA), List.of("f", "x"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot tell the size of 'f': the DataFrame is empty");
    assertThatThrownBy(
            () -> TensorSpec.of(Rows.of(Rows.SCHEMA, Rows.row(null, 1)), List.of("f"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot tell the size of 'f': no row holds a value there");
    assertThatThrownBy(
            () ->
                TensorSpec.of(Rows.of(Rows.SCHEMA, Rows.row(new float[0], 1)), List.of("f"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot tell the size of 'f': the first row's value is empty");
  }

  @Test
  void aMissingColumnListsThoseThereAre() {
    assertThatThrownBy(() -> TensorSpec.of(Rows.SCHEMA, List.of("f", "y"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read column 'y': there is no such column (columns: f, label)");
    assertThatThrownBy(() -> of(null, new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid columns: [] (must name at least one)");
  }

  @Test
  void aWrongTypeNamesColumnAndType() {
    assertThatThrownBy(() -> of(null, "s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 's': it is of type string (must be a number, an array or nested"
                + " array of numbers, packed floats, a Spark ML vector or an image)");
    StructType nested =
        new StructType()
            .add("m", DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.StringType)));
    assertThatThrownBy(() -> TensorSpec.of(nested, List.of("m"), null))
        .hasMessageStartingWith("Cannot read column 'm': it is of type array<array<string>>");
  }

  @Test
  void aWrongInputShapeIsRefused() {
    assertThatThrownBy(() -> of(new int[] {2, 2}, "image"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid inputShape: [2, 2] (must hold the 6 values of the columns image)");
    assertThatThrownBy(() -> of(new int[] {2, 0}, "f"))
        .hasMessage("Invalid inputShape: [2, 0] (must be positive dimensions)");
    assertThatThrownBy(() -> of(new int[] {1 << 20, 1 << 20}, "f"))
        .hasMessageContaining("must hold less than 2^31 values");
    assertThatThrownBy(() -> of(new int[] {2}, "f", "x", "n"))
        .hasMessage("Invalid inputShape: [2] (must leave room for column 'f' beside 2 values)");
  }

  @Test
  void describesItself() {
    StructField f = SCHEMA.apply("f");
    assertThat(TensorSpec.of(new StructType().add(f), List.of("f"), new int[] {2, 3}))
        .hasToString("TensorSpec(f: float[2, 3])");
    assertThat(of(null, "f")).hasToString("TensorSpec(f: float[?])");
  }
}
