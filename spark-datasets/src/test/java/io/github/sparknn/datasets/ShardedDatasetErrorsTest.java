package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ShardedDatasetErrorsTest {
  private static void assertFails(ShardedDataset.Builder builder, String message) {
    long allocated = ArrowMemory.allocatedBytes();
    int persistent = SharedSpark.session().sparkContext().getPersistentRDDs().size();
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocated);
    assertThat(SharedSpark.session().sparkContext().getPersistentRDDs().size())
        .isEqualTo(persistent);
  }

  private static ShardedDataset.Builder builder(String features, String label) {
    Dataset<Row> data = Rows.numbered(10, 3).selectExpr(features + " as f", label + " as label");
    return ShardedDataset.builder(data).features(Rows.features()).classLabels("label", 3);
  }

  @Test
  void nullAndNaNNameTheColumn() {
    assertFails(
        builder("if(label = 1, null, f)", "label"),
        "Cannot read row: column 'f' holds null (handleInvalid = \"skip\" drops such rows)");
    assertFails(
        builder("if(f[0] = 5, array(float(1), float('NaN')), f)", "label"),
        "Cannot read row: column 'f' holds NaN at position 1 (handleInvalid = \"skip\" drops such"
            + " rows)");
    assertFails(
        builder("f", "if(f[0] = 9, null, label)"),
        "Cannot read row: column 'label' holds null (handleInvalid = \"skip\" drops such rows)");
  }

  @Test
  void theCauseIsSparksException() {
    assertThatThrownBy(() -> builder("f", "-1").build()).hasCauseInstanceOf(SparkException.class);
  }

  @Test
  void anImpossibleClassIndexNamesColumnValueAndRange() {
    assertFails(
        builder("f", "3"),
        "Cannot read column 'label': 3.0 is not a class index (must be a whole number in 0..2)");
    assertFails(
        builder("f", "0.5"),
        "Cannot read column 'label': 0.5 is not a class index (must be a whole number in 0..2)");
    assertFails(
        builder("f", "3").invalidRows(InvalidRows.SKIP),
        "Cannot read column 'label': 3.0 is not a class index (must be a whole number in 0..2)");
  }

  @Test
  void aRowOfAnotherLengthNamesBothSizes() {
    assertFails(
        builder("if(f[0] = 7, array(float(1)), f)", "label"),
        "Cannot read column 'f': a row holds 1 values (must be 2)");
  }

  @Test
  void noRowsAreAnError() {
    assertFails(
        ShardedDataset.builder(Rows.of(Rows.SCHEMA)).features(Rows.features()),
        "Cannot shard the data: the DataFrame is empty");
    assertFails(
        builder("cast(null as array<float>)", "label").invalidRows(InvalidRows.SKIP),
        "Cannot shard the data: the DataFrame is empty once rows with null or NaN are skipped");
  }

  @Test
  void theSchemaIsCheckedBeforeAnyJob() {
    Dataset<Row> data = Rows.numbered(4, 1);
    assertFails(
        ShardedDataset.builder(data.drop("f")).features(Rows.features()),
        "Cannot read column 'f': there is no such column (columns: label)");
    assertThatThrownBy(() -> ShardedDataset.builder(data).classLabels("y", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read column 'y': there is no such column (columns: f, label)");
    assertThatThrownBy(() -> ShardedDataset.builder(data).classLabels("f", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'f': it is of type array<float> (a class index must be a number)");
    StructType text = new StructType().add("s", DataTypes.StringType);
    assertThatThrownBy(() -> ShardedDataset.builder(Rows.of(text)).classLabels("s", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read column 's': it is of type string");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    ShardedDataset.Builder builder = ShardedDataset.builder(Rows.numbered(4, 1));
    assertThatThrownBy(() -> builder.workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid workers: 0 (must be at least 1)");
    assertThatThrownBy(() -> builder.shardMemory(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid shardMemory: -1 (must not be negative)");
    assertThatThrownBy(() -> builder.classLabels("label", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid classes: 0 (must be in 1..16777216)");
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot shard the data: no features are set");
    TensorSpec unresolved = TensorSpec.of(Rows.SCHEMA, List.of("f"), null);
    assertThatThrownBy(() -> builder.features(unresolved).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot tell the size of the columns f");
  }
}
