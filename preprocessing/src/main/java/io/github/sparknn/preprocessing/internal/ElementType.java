package io.github.sparknn.preprocessing.internal;

import java.util.Optional;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** The primitive numeric types of array elements, each read as double. */
enum ElementType {
  BYTE(ByteType.class) {
    @Override
    double get(ArrayData array, int index) {
      return array.getByte(index);
    }
  },
  SHORT(ShortType.class) {
    @Override
    double get(ArrayData array, int index) {
      return array.getShort(index);
    }
  },
  INT(IntegerType.class) {
    @Override
    double get(ArrayData array, int index) {
      return array.getInt(index);
    }
  },
  LONG(LongType.class) {
    @Override
    double get(ArrayData array, int index) {
      return array.getLong(index);
    }
  },
  FLOAT(FloatType.class) {
    @Override
    double get(ArrayData array, int index) {
      return array.getFloat(index);
    }
  },
  DOUBLE(DoubleType.class) {
    @Override
    double get(ArrayData array, int index) {
      return array.getDouble(index);
    }
  };

  private final Class<? extends DataType> type;

  ElementType(Class<? extends DataType> type) {
    this.type = type;
  }

  abstract double get(ArrayData array, int index);

  /** Empty when the type is none of them. */
  static Optional<ElementType> of(DataType type) {
    for (ElementType candidate : values()) {
      if (candidate.type.isInstance(type)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
