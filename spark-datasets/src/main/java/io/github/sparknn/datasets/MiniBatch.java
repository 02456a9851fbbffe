package io.github.sparknn.datasets;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The off-heap buffers of a mini-batch, filled again and again, and INDArrays that share their
 * memory. All zeros at first. Not thread-safe.
 */
public final class MiniBatch implements AutoCloseable {
  private final BufferAllocator allocator;
  private final ArrowBuf featureBuffer;
  private final ArrowBuf labelBuffer;
  private final FloatView featureView;
  private final FloatView labelView;
  private final int capacity;
  private final int featureSize;
  private final int labelSize;
  private int rows;
  private boolean closed;

  private MiniBatch(BufferAllocator allocator, int capacity, int[] featureShape, int labelSize) {
    this.allocator = allocator;
    this.capacity = capacity;
    this.featureSize = TensorSpec.product(featureShape);
    this.labelSize = labelSize;
    this.featureBuffer = zeros(allocator, (long) capacity * featureSize);
    try {
      this.labelBuffer = zeros(allocator, (long) capacity * labelSize);
    } catch (RuntimeException | Error e) {
      featureBuffer.close();
      throw e;
    }
    this.featureView = new FloatView(featureBuffer, capacity, featureShape);
    this.labelView = new FloatView(labelBuffer, capacity, new int[] {labelSize});
  }

  /**
   * Buffers for mini-batches of up to {@code capacity} rows.
   *
   * @param featureShape shape of one row's features, each dimension positive
   * @param labelSize floats of one row's labels, 0 for none
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static MiniBatch allocate(int capacity, int[] featureShape, int labelSize) {
    if (capacity < 1) {
      throw new IllegalArgumentException("Invalid capacity: " + capacity + " (must be at least 1)");
    }
    if (labelSize < 0) {
      throw new IllegalArgumentException(
          "Invalid labelSize: " + labelSize + " (must not be negative)");
    }
    TensorSpec.checkShape("featureShape", featureShape);
    BufferAllocator allocator = ArrowMemory.newAllocator("mini-batch");
    try {
      return new MiniBatch(allocator, capacity, featureShape, labelSize);
    } catch (RuntimeException | Error e) {
      allocator.close();
      throw e;
    }
  }

  private static ArrowBuf zeros(BufferAllocator allocator, long floats) {
    ArrowBuf buffer = allocator.buffer(floats * Float.BYTES);
    buffer.setZero(0, floats * Float.BYTES);
    return buffer;
  }

  /** Rows that fit. */
  public int capacity() {
    return capacity;
  }

  /** Rows of the present content. */
  public int rows() {
    return rows;
  }

  /**
   * Declares how many rows, from the first, the buffers hold.
   *
   * @throws IllegalArgumentException if rows is not in 0..capacity
   */
  public void setRows(int rows) {
    if (rows < 0 || rows > capacity) {
      throw new IllegalArgumentException(
          "Invalid rows: " + rows + " (must be in 0.." + capacity + ")");
    }
    this.rows = rows;
  }

  /** float[rows, featureShape...] over the same memory; valid until the next fill or close. */
  public INDArray features() {
    return featureView.rows(checkReadable());
  }

  /**
   * float[rows, labelSize] over the same memory; valid until the next fill or close.
   *
   * @throws IllegalStateException if the mini-batch has no labels
   */
  public INDArray labels() {
    if (labelSize == 0) {
      throw new IllegalStateException("Cannot read labels: the mini-batch has none");
    }
    return labelView.rows(checkReadable());
  }

  /** Address of the first row's features; rows follow one another without gaps. */
  public long featuresAddress() {
    checkOpen();
    return featureBuffer.memoryAddress();
  }

  /** Address of the first row's labels; rows follow one another without gaps. */
  public long labelsAddress() {
    checkOpen();
    return labelBuffer.memoryAddress();
  }

  int featureSize() {
    return featureSize;
  }

  int labelSize() {
    return labelSize;
  }

  private int checkReadable() {
    checkOpen();
    if (rows == 0) {
      throw new IllegalStateException("Cannot read the mini-batch: it holds no rows");
    }
    return rows;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Cannot read the mini-batch: it is closed");
    }
  }

  /** Frees the buffers; the arrays over them must not be used any more. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      featureBuffer.close();
      labelBuffer.close();
      allocator.close();
    }
  }
}
