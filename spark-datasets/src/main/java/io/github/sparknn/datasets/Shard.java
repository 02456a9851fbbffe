package io.github.sparknn.datasets;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.File;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.util.KnownSizeEstimation;

/**
 * One worker's rows of a training set: Arrow record batches off-heap or memory-mapped from a file
 * on local disk. Read-only and safe for concurrent readers.
 *
 * <p>Serialized, all its rows go with it; a copy that a task receives is closed when the task ends,
 * any other by who received it.
 */
@DefaultSerializer(JavaSerializer.class)
public final class Shard implements AutoCloseable, Serializable, KnownSizeEstimation {
  private static final long serialVersionUID = 1L;
  private static final long OBJECT_BYTES = 1024;

  private final int index;
  private final int rows;
  private final int checksum;
  private final transient ShardLayout layout;
  private final transient int batchRows;
  private final transient long memory;
  private final transient ShardStorage storage;
  private final transient long[] featureAddresses;
  private final transient long[] labelAddresses;
  private final transient long[] weightAddresses;
  private final transient ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private transient boolean closed;
  private transient EpochOrder lastOrder;

  /** Takes over the storage; all its batches but the last hold {@code batchRows} rows. */
  Shard(
      int index,
      int rows,
      int checksum,
      ShardLayout layout,
      int batchRows,
      long memory,
      ShardStorage storage) {
    this.index = index;
    this.rows = rows;
    this.checksum = checksum;
    this.layout = layout;
    this.batchRows = batchRows;
    this.memory = memory;
    this.storage = storage;
    List<RecordBatch> batches = storage.batches();
    this.featureAddresses = batches.stream().mapToLong(RecordBatch::featuresAddress).toArray();
    this.labelAddresses = batches.stream().mapToLong(RecordBatch::labelsAddress).toArray();
    this.weightAddresses = batches.stream().mapToLong(RecordBatch::weightsAddress).toArray();
  }

  /** Which shard of the data set this is, from 0. */
  public int index() {
    return index;
  }

  /** Rows in this shard; may be 0. */
  public int rows() {
    return rows;
  }

  /**
   * The order of this shard's rows in an epoch: a permutation of 0..rows-1 that depends on the
   * arguments and the shard's index only. The last one asked for is kept. Not to be modified.
   */
  public synchronized int[] order(long seed, int epoch) {
    if (lastOrder == null || !lastOrder.isOf(seed, epoch)) {
      lastOrder = EpochOrder.draw(rows, seed, epoch, index);
    }
    return lastOrder.rows();
  }

  /** This shard's rows as they lie, 0..rows-1. */
  public int[] inOrder() {
    return IntStream.range(0, rows).toArray();
  }

  /**
   * Gathers the rows {@code order[from .. from + n)} into the mini-batch, n being the smaller of
   * its capacity and of what the order has left, and sets its row count to n. A class index becomes
   * a one-hot row. A mini-batch without labels or weights receives none.
   *
   * @throws IllegalArgumentException if the mini-batch is of another row size or has weights where
   *     the shard has none, or from is not in 0..order.length
   * @throws IndexOutOfBoundsException if the order names a row that is not there
   * @throws IllegalStateException if the shard is closed
   */
  public void fill(MiniBatch batch, int[] order, int from) {
    checkSizes(batch);
    if (from < 0 || from > order.length) {
      throw new IllegalArgumentException(
          "Invalid from: %d (must be in 0..%d)".formatted(from, order.length));
    }
    int n = Math.min(batch.capacity(), order.length - from);
    Lock reading = lock.readLock();
    reading.lock();
    try {
      if (closed) {
        throw new IllegalStateException("Cannot read shard " + index + ": it is closed");
      }
      gatherFeatures(batch.featuresAddress(), order, from, n);
      if (batch.spec().labels().size() > 0) {
        gatherLabels(batch.labelsAddress(), order, from, n);
      }
      if (batch.hasWeights()) {
        gatherWeights(batch.weightsAddress(), order, from, n);
      }
    } finally {
      reading.unlock();
    }
    batch.setRows(n);
  }

  private void checkSizes(MiniBatch batch) {
    int features = batch.spec().features().rowFloats();
    int labels = batch.spec().labels().rowFloats();
    if (features != layout.features() || (labels != 0 && labels != layout.labels())) {
      throw new IllegalArgumentException(
          "Cannot fill mini-batch: its rows hold %d features and %d labels (must be %d and %d)"
              .formatted(features, labels, layout.features(), layout.labels()));
    }
    if (batch.hasWeights() && layout.weights() == 0) {
      throw new IllegalArgumentException(
          "Cannot fill mini-batch: it has weights, the shard has none");
    }
  }

  private void gatherFeatures(long target, int[] order, int from, int n) {
    long bytes = layout.featureBytes();
    long next = target;
    for (int i = from; i < from + n; i++) {
      int row = Objects.checkIndex(order[i], rows);
      copyFeatures(row, null, next);
      next += bytes;
    }
  }

  private void gatherLabels(long target, int[] order, int from, int n) {
    int classes = layout.classes();
    long bytes = (long) layout.labels() * Float.BYTES;
    if (classes > 0) {
      Platform.setMemory(null, target, n * bytes, (byte) 0);
    }
    long next = target;
    for (int i = from; i < from + n; i++) {
      if (classes > 0) {
        int label = (int) Platform.getFloat(null, labelAddress(order[i]));
        Platform.putFloat(null, next + (long) label * Float.BYTES, 1f);
      } else {
        copyLabels(order[i], null, next);
      }
      next += bytes;
    }
  }

  private void gatherWeights(long target, int[] order, int from, int n) {
    long next = target;
    for (int i = from; i < from + n; i++) {
      Platform.putFloat(null, next, Platform.getFloat(null, weightAddress(order[i])));
      next += Float.BYTES;
    }
  }

  private void copyFeatures(int row, Object base, long offset) {
    long bytes = layout.featureBytes();
    long address = featureAddresses[row / batchRows] + row % batchRows * bytes;
    Platform.copyMemory(null, address, base, offset, bytes);
  }

  private void copyLabels(int row, Object base, long offset) {
    Platform.copyMemory(null, labelAddress(row), base, offset, layout.labelBytes());
  }

  private void copyWeight(int row, Object base, long offset) {
    Platform.copyMemory(null, weightAddress(row), base, offset, layout.weightBytes());
  }

  private long labelAddress(int row) {
    return labelAddresses[row / batchRows] + row % batchRows * layout.labelBytes();
  }

  private long weightAddress(int row) {
    return weightAddresses[row / batchRows] + row % batchRows * layout.weightBytes();
  }

  /** Copies rows from.. from+n, each as the layout says, to the start of the bytes. */
  void copyRows(int from, int n, byte[] target) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("Cannot copy shard " + index + ": it is closed");
      }
      long next = Platform.BYTE_ARRAY_OFFSET;
      for (int row = from; row < from + n; row++) {
        copyFeatures(row, target, next);
        copyLabels(row, target, next + layout.featureBytes());
        copyWeight(row, target, next + layout.featureBytes() + layout.labelBytes());
        next += layout.rowBytes();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Of all rows of the data set, in their order, as they were when this shard was built. */
  int checksum() {
    return checksum;
  }

  ShardLayout layout() {
    return layout;
  }

  long memory() {
    return memory;
  }

  /** The file that part of the rows is mapped from, if any. */
  Optional<File> spillFile() {
    return Optional.ofNullable(storage.file());
  }

  private Object writeReplace() {
    return new ShardCopy(this);
  }

  /** Bytes on the heap, so that Spark does not walk through Arrow's objects to guess. */
  @Override
  public long estimatedSize() {
    return OBJECT_BYTES + (long) rows * Integer.BYTES;
  }

  /** Frees the memory and deletes the file, once readers in {@link #fill} are out. Idempotent. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        storage.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
