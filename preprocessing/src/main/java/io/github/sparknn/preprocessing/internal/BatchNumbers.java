package io.github.sparknn.preprocessing.internal;

import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Reads values of a batch's column as doubles, one by one: what reads many at once takes no notice
 * of Parquet's dictionaries before SPARK-44805, and decodes nulls by them before SPARK-48019.
 */
final class BatchNumbers {
  private BatchNumbers() {}

  /** Whether values of the type are read: primitive numbers, and booleans as 0 and 1. */
  static boolean reads(DataType type) {
    return type instanceof BooleanType || ElementType.of(type).isPresent();
  }

  /** The values from {@code start} to {@code end}, NaN for null. */
  static double[] read(ColumnVector column, DataType type, int start, int end) {
    double[] values = new double[end - start];
    boolean nulls = column.hasNull();
    // A loop for each type, so that the compiler sees what it calls.
    if (type instanceof DoubleType) {
      for (int i = start; i < end; i++) {
        values[i - start] = nulls && column.isNullAt(i) ? Double.NaN : column.getDouble(i);
      }
    } else if (type instanceof FloatType) {
      for (int i = start; i < end; i++) {
        values[i - start] = nulls && column.isNullAt(i) ? Double.NaN : column.getFloat(i);
      }
    } else if (type instanceof IntegerType) {
      for (int i = start; i < end; i++) {
        values[i - start] = nulls && column.isNullAt(i) ? Double.NaN : column.getInt(i);
      }
    } else if (type instanceof LongType) {
      for (int i = start; i < end; i++) {
        values[i - start] = nulls && column.isNullAt(i) ? Double.NaN : column.getLong(i);
      }
    } else if (type instanceof ShortType) {
      for (int i = start; i < end; i++) {
        values[i - start] = nulls && column.isNullAt(i) ? Double.NaN : column.getShort(i);
      }
    } else if (type instanceof ByteType) {
      for (int i = start; i < end; i++) {
        values[i - start] = nulls && column.isNullAt(i) ? Double.NaN : column.getByte(i);
      }
    } else if (type instanceof BooleanType) {
      for (int i = start; i < end; i++) {
        values[i - start] = nulls && column.isNullAt(i) ? Double.NaN : column.getBoolean(i) ? 1 : 0;
      }
    } else {
      throw new IllegalArgumentException(
          "Cannot read a batch's column as numbers: its type is %s (must be a primitive number or boolean)"
              .formatted(type.simpleString()));
    }
    return values;
  }
}
