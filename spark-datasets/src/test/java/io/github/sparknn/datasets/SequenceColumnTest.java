package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class SequenceColumnTest {
  private static final StructType STEPS =
      new StructType()
          .add("s", DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.FloatType)));
  private static final StructType NUMBERS =
      new StructType().add("n", DataTypes.createArrayType(DataTypes.IntegerType));
  private static final List<String> S = List.of("s");

  private static Dataset<Row> steps(Object... values) {
    return Rows.of(STEPS, Arrays.stream(values).map(value -> Rows.row(value)).toArray(Row[]::new));
  }

  private static InternalRow first(Dataset<Row> data) {
    return data.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).first();
  }

  private static float[] read(TensorSpec spec, Dataset<Row> data) {
    float[] floats = new float[spec.rowFloats()];
    Arrays.fill(floats, 99);
    assertThat(spec.reader(data.schema()).read(first(data), floats, Platform.FLOAT_ARRAY_OFFSET))
        .isTrue();
    return floats;
  }

  @Test
  void theLongestRowGivesTheShape() {
    Dataset<Row> data =
        steps(
            List.of(List.of(1f, 2f)),
            null,
            List.of(),
            List.of(List.of(1f, 2f), List.of(3f, 4f), List.of(5f, 6f)));
    assertThat(TensorSpec.sequences(STEPS, S, null).isResolved()).isFalse();
    TensorSpec spec = TensorSpec.sequences(data, S, null);
    assertThat(spec.isSequence()).isTrue();
    assertThat(spec.shape()).containsExactly(3, 2);
    assertThat(spec.size()).isEqualTo(6);
    assertThat(spec.rowFloats()).isEqualTo(7);
  }

  @Test
  void shortRowsArePaddedAndTellTheirLength() {
    TensorSpec spec = TensorSpec.sequences(STEPS, S, new int[] {3, 2});
    assertThat(read(spec, steps(List.of(List.of(1f, 2f), List.of(3f, 4f)))))
        .containsExactly(1, 2, 3, 4, 0, 0, 2);
    assertThat(read(spec, steps(List.of(List.of(1f, 2f), List.of(3f, 4f), List.of(5f, 6f)))))
        .containsExactly(1, 2, 3, 4, 5, 6, 3);
  }

  @Test
  void numbersAreStepsOfOneFeature() {
    Dataset<Row> data = Rows.of(NUMBERS, Rows.row(List.of(7, 8)), Rows.row(List.of(1, 2, 3)));
    TensorSpec spec = TensorSpec.sequences(data, List.of("n"), null);
    assertThat(spec.shape()).containsExactly(3, 1);
    assertThat(read(spec, data)).containsExactly(7, 8, 0, 2);
    assertThat(TensorSpec.sequences(NUMBERS, List.of("n"), new int[] {5, 1}).isSequence()).isTrue();
  }

  @Test
  void flatColumnsOfAKnownShapeHaveOneLength() {
    assertThat(TensorSpec.sequences(NUMBERS, List.of("n"), new int[] {3, 2}).isSequence())
        .isFalse();
    StructType known =
        new StructType()
            .add(
                "s",
                STEPS.apply("s").dataType(),
                true,
                new MetadataBuilder()
                    .putLongArray(TensorSpec.SHAPE_METADATA, new long[] {3, 2})
                    .build());
    TensorSpec spec = TensorSpec.sequences(known, S, null);
    assertThat(spec.isSequence()).isFalse();
    assertThat(spec.shape()).containsExactly(3, 2);
    StructType two = STEPS.add("x", DataTypes.FloatType);
    assertThat(TensorSpec.sequences(two, List.of("s", "x"), null).isSequence()).isFalse();
  }

  @Test
  void rowsThatDoNotFitAreErrors() {
    TensorSpec spec = TensorSpec.sequences(STEPS, S, new int[] {2, 2});
    TensorReader reader = spec.reader(STEPS);
    InternalRow long3 = first(steps(List.of(List.of(1f, 2f), List.of(3f, 4f), List.of(5f, 6f))));
    assertThatThrownBy(() -> reader.read(long3, new float[5], Platform.FLOAT_ARRAY_OFFSET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 's': a row holds 3 steps (must be at most 2, see inputShape)");
    InternalRow wide = first(steps(List.of(List.of(1f, 2f, 3f))));
    assertThatThrownBy(() -> reader.read(wide, new float[5], Platform.FLOAT_ARRAY_OFFSET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 's': an array at level 1 of a row holds 3 values (must be 2)");
    assertThatThrownBy(() -> TensorSpec.ofSequences("n", 3, 2).reader(NUMBERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'n' as sequences: it is of type array<int> (must be an array of"
                + " arrays of 2 numbers)");
    assertThatThrownBy(() -> TensorSpec.ofSequences("label", 3, 1).reader(Rows.SCHEMA))
        .hasMessageContaining("it is of type int (must be an array of numbers)");
  }

  @Test
  void nullsNaNsAndEmptySequencesAreInvalid() {
    TensorSpec spec = TensorSpec.sequences(STEPS, S, new int[] {2, 2});
    assertInvalid(spec, null, "null");
    assertInvalid(spec, List.of(), "no steps");
    assertInvalid(spec, Arrays.asList(List.of(1f, 2f), null), "null at position [1]");
    assertInvalid(spec, List.of(Arrays.asList(1f, null)), "null at position [0, 1]");
    assertInvalid(spec, List.of(List.of(Float.NaN, 1f)), "NaN at position [0, 0]");
  }

  private static void assertInvalid(TensorSpec spec, Object value, String what) {
    InternalRow row = first(steps(value));
    TensorReader reader = spec.reader(STEPS);
    assertThat(reader.read(row, new float[5], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    assertThat(reader.describeInvalid(row)).isEqualTo("column 's' holds " + what);
  }

  @Test
  void dataWithoutASequenceIsAnError() {
    assertThatThrownBy(() -> TensorSpec.sequences(steps(null, List.of()), S, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot tell the size of 's': no row holds a sequence with values");
  }

  @Test
  void lengthsTravelWithTheRowsThroughShards() {
    Dataset<Row> data =
        SharedSpark.session()
            .range(0, 50, 1, 3)
            .selectExpr(
                "transform(sequence(0, int(id % 4)), t -> array(float(id), float(t))) AS s",
                "transform(sequence(0, int(id % 4)), t -> float(id + t)) AS l");
    TensorSpec features = TensorSpec.sequences(data, S, null);
    TensorSpec labels = TensorSpec.sequences(data, List.of("l"), null);
    try (ShardedDataset shards =
        ShardedDataset.builder(data).features(features).labels(labels).workers(2).build()) {
      assertThat(shards.labelSize()).isEqualTo(4);
      MiniBatchSpec spec = shards.miniBatch(features.shape());
      List<float[]> rows =
          shards.shards().flatMap(shard -> summarize(shard, spec).iterator()).collect();
      assertThat(rows).hasSize(50);
      for (float[] row : rows) {
        int id = (int) row[0];
        int length = id % 4 + 1;
        assertThat(row).containsExactly(expected(id, length));
      }
      assertThat(rows.stream().map(row -> (int) row[0]).sorted())
          .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }
  }

  /** Id, lengths, sums over all steps of both features and of the label, padding included. */
  private static float[] expected(int id, int length) {
    int times = length * (length - 1) / 2;
    return new float[] {id, length, length, id * length, times, id * length + times};
  }

  private static List<float[]> summarize(Shard shard, MiniBatchSpec spec) {
    List<float[]> rows = new ArrayList<>();
    int[] order = IntStream.range(0, shard.rows()).toArray();
    try (MiniBatch batch = MiniBatch.allocate(7, spec)) {
      for (int from = 0; from < order.length; from += batch.rows()) {
        shard.fill(batch, order, from);
        assertThat(batch.features().shape()).containsExactly(batch.rows(), 4, 2);
        assertThat(batch.labels().shape()).containsExactly(batch.rows(), 4, 1);
        for (int i = 0; i < batch.rows(); i++) {
          rows.add(
              new float[] {
                batch.features().getFloat(i, 0, 0),
                batch.featureLengths()[i],
                batch.labelLengths()[i],
                sum(batch.features(), i, 0),
                sum(batch.features(), i, 1),
                sum(batch.labels(), i, 0)
              });
        }
      }
    }
    return rows;
  }

  private static float sum(INDArray sequences, int row, int feature) {
    float sum = 0;
    for (int time = 0; time < sequences.size(1); time++) {
      sum += sequences.getFloat(row, time, feature);
    }
    return sum;
  }

  @Test
  void batchesOfOneLengthHaveNone() {
    try (MiniBatch batch = MiniBatch.allocate(2, new int[] {3, 2}, 1)) {
      batch.setRows(1);
      assertThat(batch.hasSequences()).isFalse();
      assertThat(batch.hasLabelSequences()).isFalse();
      assertThatThrownBy(batch::featureLengths)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot read lengths: the rows all have the same");
    }
    assertThatThrownBy(() -> MiniBatchSpec.of(new int[] {1}, 1).withLabelSequences(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid label shape: [0, 1] (must be positive dimensions)");
  }
}
