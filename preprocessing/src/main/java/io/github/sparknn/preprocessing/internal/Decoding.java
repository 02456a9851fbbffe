package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How the value of a column is found again in a tensor (array of a primitive number, Spark ML
 * vector), or in a double. Immutable.
 */
public sealed interface Decoding extends Serializable {
  /** Where the tensor comes from. */
  Source source();

  /** Double or string. */
  DataType resultType();

  /** The value as Spark's internal value, or null; {@code tensor}: a tensor or Double, not null. */
  Object decode(Object tensor);

  /**
   * A column of tensors or doubles.
   *
   * @param column its name, for messages
   * @param type of the column
   * @param width values of its tensors; 1 for double
   */
  record Source(String column, DataType type, int width) implements Serializable {
    private static final long serialVersionUID = 1L;

    private boolean isTensor() {
      return type instanceof ArrayType || TensorValues.isVector(type);
    }

    private double get(Object tensor, int position) {
      return isTensor() ? new TensorElements(type).get(tensor, position) : (Double) tensor;
    }

    private void checkSize(Object tensor) {
      int size = isTensor() ? new TensorElements(type).size(tensor) : 1;
      if (size != width) {
        throw new IllegalArgumentException(
            "Cannot invert column '%s': a row holds %d values, expected %d"
                .formatted(column, size, width));
      }
    }
  }

  /**
   * A number that was shifted and scaled. NaN stays NaN.
   *
   * @param position where it is
   * @param indicator where a 1 tells that it was missing, which gives null; -1 for nowhere
   * @param shift what became 0
   * @param spread the distance that became 1
   * @param logarithm whether it is of {@code log(1 + x)}
   */
  record OfNumber(
      Source source, int position, int indicator, double shift, double spread, boolean logarithm)
      implements Decoding {
    private static final long serialVersionUID = 1L;

    @Override
    public DataType resultType() {
      return DataTypes.DoubleType;
    }

    @Override
    public Object decode(Object tensor) {
      source.checkSize(tensor);
      if (indicator >= 0 && source.get(tensor, indicator) > 0.5) {
        return null;
      }
      double value = source.get(tensor, position) * spread + shift;
      return logarithm ? Math.expm1(value) : value;
    }
  }

  /**
   * A category by its id; null for the id of other and missing values, and for NaN.
   *
   * @param position where the id is
   * @param others whether there is such an id
   */
  record OfId(Source source, int position, boolean others, List<String> categories)
      implements Decoding {
    private static final long serialVersionUID = 1L;

    @Override
    public DataType resultType() {
      return DataTypes.StringType;
    }

    @Override
    public Object decode(Object tensor) {
      source.checkSize(tensor);
      double id = source.get(tensor, position);
      int ids = categories.size() + (others ? 1 : 0);
      if (Double.isNaN(id)) {
        return null;
      } else if (id != Math.rint(id) || id < 0 || id >= ids) {
        throw new IllegalArgumentException(
            "Cannot invert column '%s': it holds %s, expected an id from 0 to %d"
                .formatted(source.column, id, ids - 1));
      }
      return id < categories.size() ? UTF8String.fromString(categories.get((int) id)) : null;
    }
  }

  /**
   * The category at whose position the greatest value is, of equal ones the first; null when that
   * is the position of other and missing values, or when no value is greater than 0.
   *
   * @param start its first position
   * @param others whether a position of other and missing values follows the categories'
   */
  record OfOneHot(Source source, int start, boolean others, List<String> categories)
      implements Decoding {
    private static final long serialVersionUID = 1L;

    @Override
    public DataType resultType() {
      return DataTypes.StringType;
    }

    @Override
    public Object decode(Object tensor) {
      source.checkSize(tensor);
      double greatest = 0;
      int best = categories.size();
      int end = categories.size() + (others ? 1 : 0);
      for (int k = 0; k < end; k++) {
        double value = source.get(tensor, start + k);
        if (value > greatest) {
          greatest = value;
          best = k;
        }
      }
      return best < categories.size() ? UTF8String.fromString(categories.get(best)) : null;
    }
  }
}
