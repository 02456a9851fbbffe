package io.github.sparknn.datasets.files;

import io.github.sparknn.datasets.TensorSpec;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * A row of some of the columns of a table of tensors and whole numbers; used again for each item.
 */
public final class TensorRow {
  /** Column of the tensors. */
  public static final String FEATURES = "features";

  private final StructType columns;
  private final GenericInternalRow row;
  private final long firstValue;
  private final byte[] array;

  /**
   * @param columns those that are read
   * @param values of a tensor
   */
  public TensorRow(StructType columns, int values) {
    this.columns = columns;
    row = new GenericInternalRow(columns.size());
    int header = UnsafeArrayData.calculateHeaderPortionInBytes(values);
    int words = (values + 1) / 2;
    array = new byte[header + words * Long.BYTES];
    firstValue = Platform.BYTE_ARRAY_OFFSET + (long) header;
    if (has(FEATURES)) {
      Platform.putLong(array, Platform.BYTE_ARRAY_OFFSET, values);
      UnsafeArrayData data = new UnsafeArrayData();
      data.pointTo(array, Platform.BYTE_ARRAY_OFFSET, array.length);
      row.update(columns.fieldIndex(FEATURES), data);
    }
  }

  /** The column of tensors of that shape. */
  public static StructField features(long... shape) {
    return new StructField(
        FEATURES,
        DataTypes.createArrayType(DataTypes.FloatType, false),
        false,
        new MetadataBuilder().putLongArray(TensorSpec.SHAPE_METADATA, shape).build());
  }

  /** Whether that column is read. */
  public boolean has(String column) {
    return Arrays.asList(columns.fieldNames()).contains(column);
  }

  /** Sets the i-th value of the tensor, of which nobody need ask. */
  public void setValue(int i, float value) {
    Platform.putFloat(array, firstValue + (long) i * Float.BYTES, value);
  }

  /** Sets a column that is read. */
  public void setInt(String column, int value) {
    row.setInt(columns.fieldIndex(column), value);
  }

  /** The row as it is now. */
  public InternalRow row() {
    return row;
  }
}
