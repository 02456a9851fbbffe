package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The features of networks that were not trained here, and so do not say what columns they read:
 * the model's input columns, with the shapes that these or the network tell.
 */
final class InputColumns {
  private InputColumns() {}

  /**
   * The columns of a schema, without reading rows.
   *
   * @throws IllegalArgumentException if they do not fit the network, or their shape is not known
   */
  static TensorSpec of(NetworkModel<?> model, StructType schema) {
    NetworkSpec network = model.networkSpec();
    List<String> columns = model.inputColumns();
    TensorSpec spec = resolve(network, schema, columns, givenShape(model));
    if (!spec.isResolved()) {
      throw new IllegalArgumentException(
          "Cannot score columns %s: the schema does not tell their shapes (inputShape must be set,"
                  .formatted(columns)
              + " or their metadata tell; the network takes %s)"
                  .formatted(Arrays.toString(network.inputShape()).replace("-1", "?")));
    }
    TensorSpec taken = network.withIdsAsTaken(spec);
    if (network.inputSize() > 0) {
      requireSize(columns, taken.networkSize(), network.inputSize(), "the network takes");
    }
    network.exampleShape(taken);
    return taken;
  }

  private static TensorSpec resolve(
      NetworkSpec network, StructType schema, List<String> columns, int[] shape) {
    if (network.takesSequences()) {
      return TensorSpec.sequences(schema, columns, shape);
    }
    TensorSpec spec = TensorSpec.of(schema, columns, shape);
    boolean known = Arrays.stream(network.inputShape()).allMatch(dimension -> dimension > 0);
    return spec.isResolved() || !known
        ? spec
        : TensorSpec.of(schema, columns, network.inputShape());
  }

  /**
   * Without a schema: one column is an array of all values, several are a number each.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  static TensorSpec flat(NetworkModel<?> model) {
    List<String> columns = model.inputColumns();
    DataType type =
        columns.size() == 1 ? DataTypes.createArrayType(DataTypes.FloatType) : DataTypes.FloatType;
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, type);
    }
    return of(model, schema);
  }

  private static int[] givenShape(NetworkModel<?> model) {
    return model.isSet(model.inputShape()) ? model.getInputShape() : null;
  }

  /**
   * That columns hold as many values as a network takes.
   *
   * @param why what the message says of the number taken
   * @throws IllegalArgumentException if not
   */
  static void requireSize(List<String> columns, int given, int taken, String why) {
    if (given != taken) {
      throw new IllegalArgumentException(
          "Cannot score columns %s: they hold %d values per row, %s %d"
              .formatted(columns, given, why, taken));
    }
  }
}
