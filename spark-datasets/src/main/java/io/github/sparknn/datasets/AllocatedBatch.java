package io.github.sparknn.datasets;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.unsafe.Platform;

/**
 * An Arrow record batch off-heap that is filled row by row: {@code features} and, where there are
 * such, {@code labels} and {@code weights}, each FixedSizeList of float without nulls.
 */
final class AllocatedBatch implements RecordBatch {
  private static final String FEATURES = "features";
  private static final String LABELS = "labels";
  private static final String WEIGHTS = "weights";

  private final ShardLayout layout;
  private final VectorSchemaRoot root;
  private final int capacity;
  private int rows;

  private AllocatedBatch(ShardLayout layout, VectorSchemaRoot root, int capacity) {
    this.layout = layout;
    this.root = root;
    this.capacity = capacity;
  }

  /**
   * An empty batch.
   *
   * @throws org.apache.arrow.memory.OutOfMemoryException if the memory is not to be had
   */
  static AllocatedBatch allocate(BufferAllocator allocator, ShardLayout layout, int capacity) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema(layout), allocator);
    try {
      root.getFieldVectors().forEach(vector -> allocate((FixedSizeListVector) vector, capacity));
      return new AllocatedBatch(layout, root, capacity);
    } catch (RuntimeException | Error e) {
      root.close();
      throw e;
    }
  }

  private static Schema schema(ShardLayout layout) {
    List<Field> fields = new ArrayList<>();
    fields.add(field(FEATURES, layout.features()));
    if (layout.storedLabels() > 0) {
      fields.add(field(LABELS, layout.storedLabels()));
    }
    if (layout.weights() > 0) {
      fields.add(field(WEIGHTS, layout.weights()));
    }
    return new Schema(fields);
  }

  private static Field field(String name, int size) {
    ArrowType number = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    Field value = new Field("value", FieldType.notNullable(number), null);
    return new Field(
        name, FieldType.notNullable(new ArrowType.FixedSizeList(size)), List.of(value));
  }

  private static void allocate(FixedSizeListVector vector, int capacity) {
    vector.setInitialCapacity(capacity);
    vector.allocateNew();
    vector.setValueCount(capacity);
    setValid(vector.getValidityBufferAddress(), capacity);
    setValid(
        vector.getDataVector().getValidityBuffer().memoryAddress(),
        (long) capacity * vector.getListSize());
  }

  private static void setValid(long address, long values) {
    Platform.setMemory(null, address, (values + 7) / 8, (byte) -1);
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == capacity;
  }

  VectorSchemaRoot root() {
    root.setRowCount(rows);
    return root;
  }

  /** Forgets the rows, for the batch to be filled again. */
  void clear() {
    rows = 0;
  }

  /** Appends the row at (base, offset): its features, then its labels, then its weight. */
  void append(Object base, long offset) {
    long features = layout.featureBytes();
    long labels = layout.labelBytes();
    long weights = layout.weightBytes();
    Platform.copyMemory(base, offset, null, featuresAddress() + rows * features, features);
    if (labels > 0) {
      Platform.copyMemory(base, offset + features, null, labelsAddress() + rows * labels, labels);
    }
    if (weights > 0) {
      long weight = offset + features + labels;
      Platform.copyMemory(base, weight, null, weightsAddress() + rows * weights, weights);
    }
    rows++;
  }

  @Override
  public long featuresAddress() {
    return dataAddress(0);
  }

  @Override
  public long labelsAddress() {
    return layout.storedLabels() > 0 ? dataAddress(layout.labelColumn()) : 0;
  }

  @Override
  public long weightsAddress() {
    return layout.weights() > 0 ? dataAddress(layout.weightColumn()) : 0;
  }

  private long dataAddress(int column) {
    FixedSizeListVector vector = (FixedSizeListVector) root.getVector(column);
    return ((BaseFixedWidthVector) vector.getDataVector()).getDataBufferAddress();
  }

  @Override
  public void close() {
    root.close();
  }
}
