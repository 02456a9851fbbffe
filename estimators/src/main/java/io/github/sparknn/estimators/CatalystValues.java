package io.github.sparknn.estimators;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;

/** Values as Catalyst holds them. */
final class CatalystValues {
  private static final byte DENSE = 1;

  private CatalystValues() {}

  /** An array of doubles. */
  static UnsafeArrayData array(double[] values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  /** An array of floats. */
  static UnsafeArrayData array(float[] values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  /** A dense vector. */
  static InternalRow vector(double[] values) {
    return new GenericInternalRow(new Object[] {DENSE, null, null, array(values)});
  }
}
