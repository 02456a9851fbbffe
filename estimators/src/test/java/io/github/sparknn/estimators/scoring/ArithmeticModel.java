package io.github.sparknn.estimators.scoring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Adds up the numbers of a row: outputs {@code sum}, {@code text} ("sum=1.5") and {@code pair} (the
 * vector [sum, 2 sum]), each with the prefix. Null inputs and null elements have no score; a sum of
 * -1 fails in read, of -2 in score.
 */
record ArithmeticModel(String id, String prefix, int batchSize) implements BatchModel {
  private static final Map<String, Calls> CALLS = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** How often the scorers of a model were called, in all tasks. */
  static final class Calls {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    final AtomicInteger rows = new AtomicInteger();
    final AtomicReference<List<Boolean>> used = new AtomicReference<>();
  }

  /** A model with an id of its own. */
  static ArithmeticModel ofBatchSize(int batchSize) {
    return new ArithmeticModel("sums-" + COUNT.incrementAndGet(), "", batchSize);
  }

  ArithmeticModel withPrefix(String prefix) {
    return new ArithmeticModel(id + prefix, prefix, batchSize);
  }

  Calls calls() {
    return CALLS.computeIfAbsent(id, key -> new Calls());
  }

  static Metadata metadata() {
    return new MetadataBuilder().putString("unit", "apples").build();
  }

  @Override
  public StructType outputSchema() {
    return new StructType()
        .add(prefix + "sum", DataTypes.DoubleType, true, metadata())
        .add(prefix + "text", DataTypes.StringType)
        .add(prefix + "pair", SQLDataTypes.VectorType());
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    calls().opened.incrementAndGet();
    return new Scorer(inputTypes, calls(), batchSize);
  }

  private static final class Scorer implements BatchScorer {
    private final DataType[] types;
    private final Calls calls;
    private final double[] sums;
    private final double[] scored;

    Scorer(DataType[] types, Calls calls, int batchSize) {
      this.types = types;
      this.calls = calls;
      this.sums = new double[batchSize];
      this.scored = new double[batchSize];
    }

    @Override
    public void use(boolean[] outputs) {
      calls.used.set(List.of(outputs[0], outputs[1], outputs[2]));
    }

    @Override
    public boolean read(InternalRow inputs, int slot) {
      double sum = 0;
      for (int i = 0; i < types.length; i++) {
        if (inputs.isNullAt(i)) {
          return false;
        }
        sum += sum(inputs, i, types[i]);
      }
      if (sum == -1) {
        throw new IllegalArgumentException("Cannot read a row: its sum is -1");
      }
      sums[slot] = sum;
      return !Double.isNaN(sum);
    }

    private static double sum(InternalRow row, int i, DataType type) {
      if (type.equals(SQLDataTypes.VectorType())) {
        return sum(row.getStruct(i, 4).getArray(3), DataTypes.DoubleType);
      } else if (type instanceof ArrayType array) {
        return sum(row.getArray(i), array.elementType());
      } else if (type instanceof DecimalType decimal) {
        return row.getDecimal(i, decimal.precision(), decimal.scale()).toDouble();
      } else if (type instanceof StringType) {
        return row.getUTF8String(i).numChars();
      } else if (type instanceof StructType struct) {
        return sum(row.getStruct(i, struct.size()), 0, struct.apply(0).dataType());
      } else if (type instanceof DateType) {
        return row.getInt(i);
      }
      return ((Number) row.get(i, type)).doubleValue();
    }

    private static double sum(ArrayData array, DataType type) {
      double sum = 0;
      for (int i = 0; i < array.numElements(); i++) {
        sum += array.isNullAt(i) ? Double.NaN : ((Number) array.get(i, type)).doubleValue();
      }
      return sum;
    }

    @Override
    public void score(int rows) {
      calls.batches.incrementAndGet();
      calls.rows.addAndGet(rows);
      for (int i = 0; i < rows; i++) {
        if (sums[i] == -2) {
          throw new IllegalArgumentException("Cannot score a batch: a sum is -2");
        }
      }
      System.arraycopy(sums, 0, scored, 0, rows);
    }

    @Override
    public void write(int slot, InternalRow output) {
      double sum = scored[slot];
      output.setDouble(0, sum);
      output.update(1, UTF8String.fromString("sum=" + sum));
      UnsafeArrayData values = UnsafeArrayData.fromPrimitiveArray(new double[] {sum, 2 * sum});
      output.update(2, new GenericInternalRow(new Object[] {(byte) 1, null, null, values}));
    }

    @Override
    public void close() {
      calls.closed.incrementAndGet();
    }
  }
}
