package io.github.sparknn.datasets;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A shard on its way to another JVM, rows included. There it is built anew, within the same memory
 * limit, and closed with the task that received it.
 */
final class ShardCopy implements Externalizable {
  private static final long serialVersionUID = 1L;
  private static final int CHUNK_BYTES = 1 << 16;

  private transient Shard shard;

  /** For deserialization only. */
  public ShardCopy() {}

  ShardCopy(Shard shard) {
    this.shard = shard;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    ShardLayout layout = shard.layout();
    out.writeInt(shard.index());
    out.writeInt(shard.rows());
    out.writeInt(shard.checksum());
    out.writeInt(layout.features());
    out.writeInt(layout.storedLabels());
    out.writeInt(layout.classes());
    out.writeInt(layout.weights());
    out.writeLong(shard.memory());
    byte[] chunk = new byte[chunkRows(layout) * layout.rowBytes()];
    for (int row = 0; row < shard.rows(); row += chunkRows(layout)) {
      int n = Math.min(chunkRows(layout), shard.rows() - row);
      shard.copyRows(row, n, chunk);
      out.write(chunk, 0, n * layout.rowBytes());
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    int index = in.readInt();
    int rows = in.readInt();
    int checksum = in.readInt();
    ShardLayout layout = new ShardLayout(in.readInt(), in.readInt(), in.readInt(), in.readInt());
    long memory = in.readLong();
    byte[] chunk = new byte[chunkRows(layout) * layout.rowBytes()];
    try (ShardWriter writer =
        new ShardWriter(index, rows, layout, memory, LocalFiles::newSpillFile)) {
      for (int row = 0; row < rows; row += chunkRows(layout)) {
        int length = Math.min(chunkRows(layout), rows - row) * layout.rowBytes();
        in.readFully(chunk, 0, length);
        writer.append(chunk, length);
      }
      shard = writer.finish(checksum);
    }
    TaskContext task = TaskContext.get();
    if (task != null) {
      Shard copy = shard;
      task.addTaskCompletionListener((TaskCompletionListener) context -> copy.close());
    }
  }

  private static int chunkRows(ShardLayout layout) {
    return Math.max(1, CHUNK_BYTES / layout.rowBytes());
  }

  private Object readResolve() {
    return shard;
  }
}
