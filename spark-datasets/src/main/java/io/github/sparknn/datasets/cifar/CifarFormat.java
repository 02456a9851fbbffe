package io.github.sparknn.datasets.cifar;

import io.github.sparknn.datasets.files.TensorRow;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a record holds: a byte for each label, then 32x32 bytes each of red, green and blue, row by
 * row. Source: Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009, and the
 * page of the data sets.
 */
enum CifarFormat {
  CIFAR10(new Label("label", 10)),
  CIFAR100(new Label("coarseLabel", 20), new Label("label", 100));

  static final int CHANNELS = 3;
  static final int SIDE = 32;
  static final int PIXELS = CHANNELS * SIDE * SIDE;

  /** A label's column and the number of its classes. */
  record Label(String column, int classes) {}

  private final List<Label> labels;

  CifarFormat(Label... labels) {
    this.labels = List.of(labels);
  }

  /** Labels in a record's order. */
  List<Label> labels() {
    return labels;
  }

  int recordBytes() {
    return labels.size() + PIXELS;
  }

  StructType schema() {
    StructType schema = new StructType().add(TensorRow.features(CHANNELS, SIDE, SIDE));
    for (Label label : labels) {
      schema = schema.add(label.column(), DataTypes.IntegerType, false);
    }
    return schema;
  }
}
