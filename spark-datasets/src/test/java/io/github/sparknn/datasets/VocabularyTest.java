package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final List<String> COLUMNS = List.of("x", "f");

  /** A number x, and f: an id of 3, a number, an id of 2. */
  private static StructType schema(long... vocabulary) {
    Metadata metadata =
        new MetadataBuilder()
            .putLongArray(TensorSpec.SHAPE_METADATA, new long[] {3})
            .putLongArray(Vocabulary.METADATA, vocabulary)
            .build();
    return new StructType()
        .add("x", DataTypes.DoubleType)
        .add("f", DataTypes.createArrayType(DataTypes.FloatType, false), false, metadata);
  }

  private static boolean read(TensorSpec spec, float... f) {
    GenericInternalRow row =
        new GenericInternalRow(new Object[] {0.5, UnsafeArrayData.fromPrimitiveArray(f)});
    float[] target = new float[4];
    return spec.reader(schema(3, 0, 2)).read(row, target, Platform.FLOAT_ARRAY_OFFSET);
  }

  @Test
  void columnsTellTheirIds() {
    TensorSpec spec = TensorSpec.of(schema(3, 0, 2), COLUMNS, null);
    assertThat(spec.vocabulary()).isEqualTo(Vocabulary.of(new int[] {0, 3, 0, 2}));
    assertThat(spec.size()).isEqualTo(4);
    assertThat(spec.networkSize()).isEqualTo(7);
    assertThat(spec.vocabulary().offsets()).containsExactly(0, 1, 4, 5);
    assertThat(TensorSpec.of(schema(3, 0, 2), COLUMNS, new int[] {2, 2}).vocabulary().isEmpty())
        .isTrue();
    assertThat(TensorSpec.of(schema(0, 0, 0), COLUMNS, null).vocabulary())
        .isEqualTo(Vocabulary.NONE);
  }

  @Test
  void expandedRowsHaveAOneAtEachId() {
    float[] expanded = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    Vocabulary.of(new int[] {0, 3, 0, 2})
        .expand(new float[] {.5f, 2, 7, 0, -1, 0, 8, 1}, 2, expanded);
    assertThat(expanded).containsExactly(.5f, 0, 0, 1, 7, 1, 0, -1, 1, 0, 0, 8, 0, 1, 9);
  }

  @Test
  void rowsWithOtherIdsAreRefused() {
    TensorSpec spec = TensorSpec.of(schema(3, 0, 2), COLUMNS, null);
    assertThat(read(spec, 2, 100.5f, 1)).isTrue();
    String message =
        "Cannot read column 'f': %s at position %d is no id (must be a whole number in 0..%d, as"
            + " the metadata tensor.vocabulary say)";
    assertThatThrownBy(() -> read(spec, 3, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message.formatted("3.0", 0, 2));
    assertThatThrownBy(() -> read(spec, 0, 0, 0.5f)).hasMessage(message.formatted("0.5", 2, 1));
    assertThatThrownBy(() -> read(spec, -1, 0, 0)).hasMessage(message.formatted("-1.0", 0, 2));
  }

  @Test
  void refusesVocabulariesThatDoNotFit() {
    assertThatThrownBy(() -> TensorSpec.of(schema(3, 0), COLUMNS, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid metadata tensor.vocabulary of column 'f': [3, 0] (must hold the 3 values of a"
                + " row)");
    assertThatThrownBy(() -> Vocabulary.of(new int[] {1, -1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid vocabulary: [1, -1]");
    TensorSpec spec = TensorSpec.ofSizes(List.of("f"), new int[] {2}, new int[] {2});
    assertThatThrownBy(() -> spec.withVocabulary(Vocabulary.of(new int[] {1, 2, 3})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read columns [f] with the vocabulary [1, 2, 3]: they hold 2 values per row");
  }
}
