package io.github.sparknn.datasets;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The off-heap buffers of a mini-batch, filled again and again, and INDArrays that share their
 * memory. All zeros at first. Not thread-safe.
 */
public final class MiniBatch implements AutoCloseable {
  private static final int FEATURES = 0;
  private static final int LABELS = 1;
  private static final int WEIGHTS = 2;

  private final BufferAllocator allocator;
  private final List<ArrowBuf> buffers;
  private final FloatView featureView;
  private final FloatView labelView;
  private final FloatView weightView;
  private final int capacity;
  private final int featureSize;
  private final int labelSize;
  private final int weightSize;
  private int rows;
  private boolean closed;

  private MiniBatch(
      BufferAllocator allocator,
      List<ArrowBuf> buffers,
      int capacity,
      int[] featureShape,
      int labelSize,
      int weightSize) {
    this.allocator = allocator;
    this.buffers = buffers;
    this.capacity = capacity;
    this.featureSize = TensorSpec.product(featureShape);
    this.labelSize = labelSize;
    this.weightSize = weightSize;
    this.featureView = new FloatView(buffers.get(FEATURES), capacity, featureShape);
    this.labelView = new FloatView(buffers.get(LABELS), capacity, new int[] {labelSize});
    this.weightView = new FloatView(buffers.get(WEIGHTS), capacity, new int[] {weightSize});
  }

  /**
   * Buffers for mini-batches of up to {@code capacity} rows, without weights.
   *
   * @param featureShape shape of one row's features, each dimension positive
   * @param labelSize floats of one row's labels, 0 for none
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static MiniBatch allocate(int capacity, int[] featureShape, int labelSize) {
    return allocate(capacity, featureShape, labelSize, 0);
  }

  /** As {@link #allocate}, with a weight for each row. */
  public static MiniBatch allocateWeighted(int capacity, int[] featureShape, int labelSize) {
    return allocate(capacity, featureShape, labelSize, 1);
  }

  private static MiniBatch allocate(
      int capacity, int[] featureShape, int labelSize, int weightSize) {
    if (capacity < 1) {
      throw new IllegalArgumentException("Invalid capacity: " + capacity + " (must be at least 1)");
    }
    if (labelSize < 0) {
      throw new IllegalArgumentException(
          "Invalid labelSize: " + labelSize + " (must not be negative)");
    }
    TensorSpec.checkShape("featureShape", featureShape);
    BufferAllocator allocator = ArrowMemory.newAllocator("mini-batch");
    List<ArrowBuf> buffers = new ArrayList<>();
    try {
      for (int rowSize : new int[] {TensorSpec.product(featureShape), labelSize, weightSize}) {
        buffers.add(zeros(allocator, (long) capacity * rowSize));
      }
      return new MiniBatch(allocator, buffers, capacity, featureShape, labelSize, weightSize);
    } catch (RuntimeException | Error e) {
      buffers.forEach(ArrowBuf::close);
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

  /**
   * float[rows, 1] over the same memory: what each row's loss counts for, 1 on average over the
   * data set; valid until the next fill or close.
   *
   * @throws IllegalStateException if the mini-batch has no weights
   */
  public INDArray weights() {
    if (!hasWeights()) {
      throw new IllegalStateException("Cannot read weights: the mini-batch has none");
    }
    return weightView.rows(checkReadable());
  }

  /** Whether rows have weights; without, all count alike. */
  public boolean hasWeights() {
    return weightSize > 0;
  }

  /** Address of the first row's features; rows follow one another without gaps. */
  public long featuresAddress() {
    checkOpen();
    return buffers.get(FEATURES).memoryAddress();
  }

  /** Address of the first row's labels; rows follow one another without gaps. */
  public long labelsAddress() {
    checkOpen();
    return buffers.get(LABELS).memoryAddress();
  }

  /** Address of the first row's weight; rows follow one another without gaps. */
  public long weightsAddress() {
    checkOpen();
    return buffers.get(WEIGHTS).memoryAddress();
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
      buffers.forEach(ArrowBuf::close);
      allocator.close();
    }
  }
}
