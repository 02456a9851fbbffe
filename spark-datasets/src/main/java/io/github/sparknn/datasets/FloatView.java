package io.github.sparknn.datasets;

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
  private final long rowSize;
  private INDArray full;
  private INDArray part;

  FloatView(ArrowBuf buffer, int capacity, int[] rowShape) {
    this.buffer = buffer;
    this.capacity = capacity;
    this.rowShape = new long[rowShape.length];
    long product = 1;
    for (int i = 0; i < rowShape.length; i++) {
      this.rowShape[i] = rowShape[i];
      product *= rowShape[i];
    }
    this.rowSize = product;
  }

  /** float[rows, shape...] in 'c' order over the buffer's memory. */
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
    long floats = rows * rowSize;
    Pointer pointer = new BorrowedPointer(buffer.memoryAddress(), floats);
    return Nd4j.create(
        Nd4j.createBuffer(pointer, floats, DataType.FLOAT),
        shape,
        Nd4j.getStrides(shape, 'c'),
        0,
        'c',
        DataType.FLOAT);
  }
}
