package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class WeightedRowsTest {
  /** Row i: f = [i, -i], label and w by the expressions, which may use id. */
  private static Dataset<Row> table(int rows, int partitions, String label, String weight) {
    return SharedSpark.session()
        .range(0, rows, 1, partitions)
        .selectExpr(
            "array(float(id), float(-id)) as f", label + " as label", weight + " as `a.weight`");
  }

  private static ShardedDataset.Builder builder(Dataset<Row> data, int classes) {
    return ShardedDataset.builder(data)
        .features(Rows.features())
        .classLabels("label", classes)
        .workers(2);
  }

  private static ShardedDataset.Builder weighted(String weight) {
    return builder(table(4, 2, "0", weight), 1).weights("a.weight");
  }

  /** The weights of all rows, by the rows' numbers. */
  private static List<Float> weights(ShardedDataset.Builder builder) {
    try (ShardedDataset data = builder.build()) {
      assertThat(data.hasWeights()).isTrue();
      TreeMap<Integer, Float> byNumber = new TreeMap<>();
      data.shards().mapPartitions(found -> weights(found.next()).iterator()).collect().stream()
          .forEach(row -> byNumber.put((int) row[0], row[1]));
      return new ArrayList<>(byNumber.values());
    }
  }

  /** The number and the weight of each row. */
  private static List<float[]> weights(Shard shard) {
    List<float[]> rows = new ArrayList<>();
    int[] order = IntStream.range(0, shard.rows()).toArray();
    try (MiniBatch batch = MiniBatch.allocateWeighted(7, new int[] {2}, 0)) {
      for (int from = 0; from < shard.rows(); from += batch.rows()) {
        shard.fill(batch, order, from);
        for (int i = 0; i < batch.rows(); i++) {
          rows.add(new float[] {batch.features().getFloat(i, 0), batch.weights().getFloat(i, 0)});
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tinyint", "smallint", "int", "bigint", "float", "double", "decimal(9,3)"})
  void weightsOfAnyNumericTypeAreDividedByTheirMean(String type) {
    String weight = "cast(array(0, 1, 2, 5)[int(id)] as " + type + ")";

    assertThat(weights(weighted(weight))).containsExactly(0f, 0.5f, 1f, 2.5f);
  }

  @Test
  void equalWeightsBecomeExactlyOne() {
    assertThat(weights(weighted("0.1D"))).containsOnly(1f);
    assertThat(weights(weighted("3e38D"))).containsOnly(1f);
    assertThat(weights(weighted("1e-310D"))).containsOnly(1f);
  }

  @Test
  void weightsHaveTheSameBitsHoweverRowsArePartitioned() {
    String weight = "pmod(id * 7919, 1009) / 1009.0D * pow(10, 8 - id % 16)";
    List<Float> whole = weights(rareClass(weight, 1));

    assertThat(weights(rareClass(weight, 2))).isEqualTo(whole);
    assertThat(weights(rareClass(weight, 13))).isEqualTo(whole);
  }

  private static ShardedDataset.Builder rareClass(String weight, int partitions) {
    return builder(table(1000, partitions, "int(id % 10 = 0)", weight), 2)
        .weights("a.weight")
        .balancedClasses();
  }

  @Test
  void spilledAndUnlabelledShardsKeepTheirWeights() {
    String weight = "id + 1";
    List<Float> inMemory = weights(builder(table(100, 3, "0", weight), 1).weights("a.weight"));
    assertThat(inMemory.get(99)).isEqualTo(100 / 50.5f);

    assertThat(weights(builder(table(100, 3, "0", weight), 1).weights("a.weight").shardMemory(0)))
        .isEqualTo(inMemory);
    assertThat(
            weights(
                ShardedDataset.builder(table(100, 3, "0", weight))
                    .features(Rows.features())
                    .weights("a.weight")
                    .shardMemory(0)))
        .isEqualTo(inMemory);
  }

  @Test
  void balancedClassesWeighNByKTimesTheirRows() {
    // 6 rows: classes 0, 0, 0, 0, 1, 1 of 2 weigh 6 / (2 * 4) and 6 / (2 * 2).
    ShardedDataset.Builder builder = builder(table(6, 2, "int(id >= 4)", "1"), 2).balancedClasses();

    try (ShardedDataset data = builder.build()) {
      assertThat(data.classWeights()).containsExactly(0.75, 1.5);
    }
    assertThat(weights(builder)).containsExactly(0.75f, 0.75f, 0.75f, 0.75f, 1.5f, 1.5f);
  }

  @Test
  void balancedClassesCountTheirRowsByWeightAndIgnoreClassesWithoutRows() {
    // Classes 0 and 3 of 5 have the weights 1 + 2 and 3 + 6: 12 / (2 * 3) and 12 / (2 * 9).
    ShardedDataset.Builder builder =
        builder(table(4, 2, "3 * int(id >= 2)", "array(1, 2, 3, 6)[int(id)]"), 5)
            .weights("a.weight")
            .balancedClasses();

    try (ShardedDataset data = builder.build()) {
      assertThat(data.classWeights()).containsExactly(2, 1, 1, 12 / 18.0, 1);
    }
    // Products 2, 4, 2, 4 with mean 3.
    assertThat(weights(builder)).containsExactly(2 / 3f, 4 / 3f, 2 / 3f, 4 / 3f);
  }

  @Test
  void givenClassWeightsMultiplyTheColumn() {
    ShardedDataset.Builder builder =
        builder(table(4, 2, "int(id % 2)", "id + 1"), 2).weights("a.weight").classWeights(1, 3);

    // Products 1, 6, 3, 12 with mean 5.5.
    assertThat(weights(builder)).containsExactly(1 / 5.5f, 6 / 5.5f, 3 / 5.5f, (float) (12 / 5.5));
    assertThat(weights(builder(table(4, 2, "int(id % 2)", "1"), 2).classWeights(0, 3)))
        .containsExactly(0f, 2f, 0f, 2f);
  }

  @Test
  void skipDropsRowsWithoutAWeightBeforeTheMeanIsTaken() {
    String weight = "array(0, null, 2, 4)[int(id)]";

    assertThat(weights(weighted(weight).invalidRows(InvalidRows.SKIP))).containsExactly(0f, 1f, 2f);
  }

  @ParameterizedTest
  @CsvSource({"-1D, -1.0", "double('NaN'), NaN", "float('Infinity'), Infinity", "1e39D, 1.0E39"})
  void impossibleWeightsNameColumnAndValueWhateverThePolicy(String weight, String value) {
    for (InvalidRows policy : InvalidRows.values()) {
      assertThatThrownBy(
              () -> weighted("if(id = 2, " + weight + ", 1)").invalidRows(policy).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot read column 'a.weight': %s is not a weight (must be a finite float of at least"
                  + " 0)",
              value);
    }
  }

  @Test
  void nullWeightsAreInvalidRows() {
    assertThatThrownBy(() -> weighted("if(id = 2, null, 1)").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read row: column 'a.weight' holds null (handleInvalid = \"skip\" drops such"
                + " rows)");
  }

  @Test
  void allZeroIsAnError() {
    assertThatThrownBy(() -> weighted("0").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot shard the data: all rows weigh 0 (column 'a.weight')");
    assertThatThrownBy(() -> builder(table(4, 2, "0", "1"), 2).classWeights(0, 1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot shard the data: all rows weigh 0");
  }

  @Test
  void theColumnMustBeThereAndNumeric() {
    Dataset<Row> data = table(4, 2, "0", "id > 1");
    assertThatThrownBy(() -> ShardedDataset.builder(data).weights("w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'w': there is no such column (columns: f, label, a.weight)");
    assertThatThrownBy(() -> ShardedDataset.builder(data).weights("a.weight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'a.weight': it is of type boolean (a weight must be a number)");
    assertThatThrownBy(() -> ShardedDataset.builder(data).weights("f"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'f': it is of type array<float> (a weight must be a number)");
  }

  @Test
  void classWeightsMustFitTheClasses() {
    ShardedDataset.Builder builder = builder(table(4, 2, "0", "1"), 2);
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> builder.classWeights(1, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid classWeights: %s (must be finite floats of at least 0)", wrong);
    }
    assertThatThrownBy(() -> builder.classWeights(1, 2, 3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid classWeights: 3 of them (must be one for each of 2 classes)");
    assertThatThrownBy(
            () ->
                ShardedDataset.builder(table(4, 2, "0", "1"))
                    .features(Rows.features())
                    .balancedClasses()
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot weigh classes: no class labels are set");
  }

  @Test
  void withoutWeightsThereAreNone() {
    try (ShardedDataset data = builder(table(4, 2, "0", "1"), 1).build()) {
      assertThat(data.hasWeights()).isFalse();
      assertThat(data.classWeights()).isEmpty();
      List<String> refusals =
          data.shards().mapPartitions(found -> List.of(refusal(found.next())).iterator()).collect();
      assertThat(refusals)
          .containsOnly("Cannot fill mini-batch: it has weights, the shard has none");
    }
  }

  private static String refusal(Shard shard) {
    try (MiniBatch batch = MiniBatch.allocateWeighted(1, new int[] {2}, 0)) {
      shard.fill(batch, new int[] {0}, 0);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Test
  void countsTravelByKryo() {
    ExactSum sum = new ExactSum();
    sum.add(1e30);
    sum.add(1);
    SerializerInstance kryo = new KryoSerializer(new SparkConf(false)).newInstance();
    ClassTag<RowCount> type = ClassTag$.MODULE$.apply(RowCount.class);

    RowCount copy =
        kryo.deserialize(kryo.serialize(new RowCount(2, new ExactSum[] {sum}), type), type);

    assertThat(copy.rows()).isEqualTo(2);
    assertThat(copy.weights()[0].value()).isEqualByComparingTo(sum.value());
  }

  @Test
  void miniBatchesWithoutWeightsSaySo() {
    try (MiniBatch plain = MiniBatch.allocate(2, new int[] {2}, 1);
        MiniBatch weighted = MiniBatch.allocateWeighted(2, new int[] {2}, 1)) {
      assertThat(plain.hasWeights()).isFalse();
      assertThatThrownBy(plain::weights)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot read weights: the mini-batch has none");
      weighted.setRows(1);
      assertThat(weighted.weights().shape()).containsExactly(1, 1);
      assertThat(weighted.weights().toFloatVector()).containsExactly(0f);
    }
  }
}
