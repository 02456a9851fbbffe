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

/** Reads values of a batch's column as doubles. */
final class BatchNumbers {
  private BatchNumbers() {}

  /** Whether values of the type are read: primitive numbers, and booleans as 0 and 1. */
  static boolean reads(DataType type) {
    return type instanceof BooleanType || ElementType.of(type).isPresent();
  }

  /** The values from {@code start} to {@code end}, NaN for null. */
  static double[] read(ColumnVector column, DataType type, int start, int end) {
    double[] values = values(column, type, start, end - start);
    if (column.hasNull()) {
      for (int i = 0; i < values.length; i++) {
        if (column.isNullAt(start + i)) {
          values[i] = Double.NaN;
        }
      }
    }
    return values;
  }

  private static double[] values(ColumnVector column, DataType type, int start, int count) {
    if (type instanceof DoubleType) {
      return column.getDoubles(start, count);
    }
    double[] values = new double[count];
    if (type instanceof FloatType) {
      float[] floats = column.getFloats(start, count);
      for (int i = 0; i < count; i++) {
        values[i] = floats[i];
      }
    } else if (type instanceof IntegerType) {
      int[] ints = column.getInts(start, count);
      for (int i = 0; i < count; i++) {
        values[i] = ints[i];
      }
    } else if (type instanceof LongType) {
      long[] longs = column.getLongs(start, count);
      for (int i = 0; i < count; i++) {
        values[i] = longs[i];
      }
    } else if (type instanceof BooleanType) {
      boolean[] truths = column.getBooleans(start, count);
      for (int i = 0; i < count; i++) {
        values[i] = truths[i] ? 1 : 0;
      }
    } else if (type instanceof ByteType) {
      byte[] bytes = column.getBytes(start, count);
      for (int i = 0; i < count; i++) {
        values[i] = bytes[i];
      }
    } else if (type instanceof ShortType) {
      short[] shorts = column.getShorts(start, count);
      for (int i = 0; i < count; i++) {
        values[i] = shorts[i];
      }
    } else {
      throw new IllegalArgumentException(
          "Cannot read a batch's column as numbers: its type is %s (must be a primitive number or boolean)"
              .formatted(type.simpleString()));
    }
    return values;
  }
}
