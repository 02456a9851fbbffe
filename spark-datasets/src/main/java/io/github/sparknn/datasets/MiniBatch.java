package io.github.sparknn.datasets;

import io.github.sparknn.datasets.MiniBatchSpec.RowTensor;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.unsafe.Platform;
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
  private final MiniBatchSpec spec;
  private final FloatView featureView;
  private final FloatView labelView;
  private final FloatView weightView;
  private final int capacity;
  private int rows;
  private boolean closed;

  private MiniBatch(
      BufferAllocator allocator, List<ArrowBuf> buffers, int capacity, MiniBatchSpec spec) {
    this.allocator = allocator;
    this.buffers = buffers;
    this.capacity = capacity;
    this.spec = spec;
    this.featureView = new FloatView(buffers.get(FEATURES), capacity, spec.features());
    this.labelView = new FloatView(buffers.get(LABELS), capacity, spec.labels());
    this.weightView = new FloatView(buffers.get(WEIGHTS), capacity, spec.weights());
  }

  /**
   * Buffers for mini-batches of up to {@code capacity} rows, without weights.
   *
   * @param featureShape shape of one row's features, each dimension positive
   * @param labelSize floats of one row's labels, 0 for none
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static MiniBatch allocate(int capacity, int[] featureShape, int labelSize) {
    return allocate(capacity, MiniBatchSpec.of(featureShape, labelSize));
  }

  /** As {@link #allocate(int, int[], int)}, with a weight for each row. */
  public static MiniBatch allocateWeighted(int capacity, int[] featureShape, int labelSize) {
    return allocate(capacity, MiniBatchSpec.of(featureShape, labelSize).withWeights());
  }

  /**
   * Buffers for mini-batches of up to {@code capacity} such rows.
   *
   * @throws IllegalArgumentException if the capacity is less than 1
   */
  public static MiniBatch allocate(int capacity, MiniBatchSpec spec) {
    if (capacity < 1) {
      throw new IllegalArgumentException("Invalid capacity: " + capacity + " (must be at least 1)");
    }
    BufferAllocator allocator = ArrowMemory.newAllocator("mini-batch");
    List<ArrowBuf> buffers = new ArrayList<>();
    try {
      for (RowTensor row : List.of(spec.features(), spec.labels(), spec.weights())) {
        buffers.add(zeros(allocator, (long) capacity * row.rowFloats()));
      }
      return new MiniBatch(allocator, buffers, capacity, spec);
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

  /**
   * float[rows, featureShape...] over the same memory, sequences as float[rows, time, features];
   * valid until the next fill or close.
   */
  public INDArray features() {
    return featureView.rows(checkReadable());
  }

  /**
   * float[rows, labelSize] over the same memory, sequences as float[rows, time, size]; valid until
   * the next fill or close.
   *
   * @throws IllegalStateException if the mini-batch has no labels
   */
  public INDArray labels() {
    if (spec.labels().size() == 0) {
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

  /** Which positions of the features hold ids. */
  public Vocabulary vocabulary() {
    return spec.vocabulary();
  }

  /** Whether features are sequences whose lengths vary from row to row. */
  public boolean hasSequences() {
    return spec.features().sequence();
  }

  /** Whether labels are sequences whose lengths vary from row to row. */
  public boolean hasLabelSequences() {
    return spec.labels().sequence();
  }

  /**
   * Steps of each row's features, the steps after which are padding.
   *
   * @throws IllegalStateException if the features are no sequences
   */
  public int[] featureLengths() {
    return lengths(FEATURES, spec.features());
  }

  /**
   * Steps of each row's labels, the steps after which are padding.
   *
   * @throws IllegalStateException if the labels are no sequences
   */
  public int[] labelLengths() {
    return lengths(LABELS, spec.labels());
  }

  private int[] lengths(int buffer, RowTensor row) {
    if (!row.sequence()) {
      throw new IllegalStateException("Cannot read lengths: the rows all have the same");
    }
    int[] lengths = new int[checkReadable()];
    long address = buffers.get(buffer).memoryAddress();
    for (int i = 0; i < lengths.length; i++) {
      long after = (long) i * row.rowFloats() + row.size();
      lengths[i] = (int) Platform.getFloat(null, address + after * Float.BYTES);
    }
    return lengths;
  }

  /** Whether rows have weights; without, all count alike. */
  public boolean hasWeights() {
    return spec.weights().size() > 0;
  }

  /**
   * Address of the first row's features; rows follow one another without gaps, each sequence with
   * its length behind it as a float.
   */
  public long featuresAddress() {
    checkOpen();
    return buffers.get(FEATURES).memoryAddress();
  }

  /** Address of the first row's labels, as {@link #featuresAddress}. */
  public long labelsAddress() {
    checkOpen();
    return buffers.get(LABELS).memoryAddress();
  }

  /** Address of the first row's weight; rows follow one another without gaps. */
  public long weightsAddress() {
    checkOpen();
    return buffers.get(WEIGHTS).memoryAddress();
  }

  MiniBatchSpec spec() {
    return spec;
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
