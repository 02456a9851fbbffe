package io.github.sparknn.datasets;

import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * INDArrays over the first rows of an Arrow buffer, without a copy. Making one costs about 100 us,
 * so that of the full capacity and that of the last smaller row count are kept.
 */
final class FloatView {
  /** Memory that Arrow owns: JavaCPP neither frees nor counts it. */
  private static final class BorrowedPointer extends FloatPointer {
    BorrowedPointer(long address, long floats) {
      super((Pointer) null);
      this.address = address;
      this.limit = floats;
      this.capacity = floats;
    }
  }

  private final ArrowBuf buffer;
  private final int capacity;
  private final long[] rowShape;
  private final long rowFloats;
  private INDArray full;
  private INDArray part;

  /** Views of rows that lie one after another, without what follows each row's tensor. */
  FloatView(ArrowBuf buffer, int capacity, MiniBatchSpec.RowTensor row) {
    this.buffer = buffer;
    this.capacity = capacity;
    this.rowShape = Arrays.stream(row.shape()).asLongStream().toArray();
    this.rowFloats = row.rowFloats();
  }

  /** float[rows, shape...] over the buffer's memory; in 'c' order where nothing lies between. */
  INDArray rows(int rows) {
    if (rows == capacity) {
      if (full == null) {
        full = newArray(rows);
      }
      return full;
    }
    if (part == null || part.size(0) != rows) {
      part = newArray(rows);
    }
    return part;
  }

  private INDArray newArray(int rows) {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = rows;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    long floats = rows * rowFloats;
    long[] strides = Nd4j.getStrides(shape, 'c');
    strides[0] = rowFloats;
    Pointer pointer = new BorrowedPointer(buffer.memoryAddress(), floats);
    return Nd4j.create(
        Nd4j.createBuffer(pointer, floats, DataType.FLOAT), shape, strides, 0, 'c', DataType.FLOAT);
  }
}
