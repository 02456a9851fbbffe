package io.github.sparknn.datasets;

import java.io.File;
import java.io.IOException;
import org.apache.spark.unsafe.Platform;

/**
 * Builds a shard row by row: Arrow record batches of about 4 MiB off-heap, and past the memory
 * limit in a spill file. Closed unfinished it leaves nothing; finished, the shard owns all.
 */
final class ShardWriter implements AutoCloseable {
  /** Where a spill file goes. */
  @FunctionalInterface
  interface SpillLocation {
    File newFile() throws IOException;
  }

  private static final int BATCH_BYTES = 4 << 20;

  private final int index;
  private final int rows;
  private final ShardLayout layout;
  private final long memory;
  private final SpillLocation location;
  private final int batchRows;

  private ShardStorage storage;
  private AllocatedBatch batch;
  private SpillFile spill;
  private int written;

  /**
   * @param rows how many will be appended
   * @param memory off-heap bytes from which on further batches go to disk
   */
  ShardWriter(int index, int rows, ShardLayout layout, long memory, SpillLocation location) {
    this.index = index;
    this.rows = rows;
    this.layout = layout;
    this.memory = memory;
    this.location = location;
    this.batchRows = Math.max(1, Math.min(rows, BATCH_BYTES / layout.rowBytes()));
    this.storage = new ShardStorage("shard " + index);
  }

  /**
   * Appends the rows that lie one after another in the first {@code length} bytes.
   *
   * @throws IllegalStateException if there are more rows than declared
   */
  void append(byte[] chunk, int length) throws IOException {
    int rowBytes = layout.rowBytes();
    for (int at = 0; at < length; at += rowBytes) {
      if (written == rows) {
        throw new IllegalStateException(
            "Cannot build shard %d: it has more rows than the %d counted".formatted(index, rows));
      }
      appendRow(chunk, Platform.BYTE_ARRAY_OFFSET + (long) at);
      written++;
    }
  }

  private void appendRow(byte[] chunk, long offset) throws IOException {
    if (spill == null && (batch == null || batch.isFull())) {
      nextBatch();
    }
    if (spill != null) {
      spill.append(chunk, offset);
    } else {
      batch.append(chunk, offset);
    }
  }

  private void nextBatch() throws IOException {
    int capacity = Math.min(batchRows, rows - written);
    long bytes = (long) capacity * layout.rowBytes();
    if (storage.allocator().getAllocatedMemory() + bytes > memory || !ArrowMemory.hasRoom(bytes)) {
      File file = location.newFile();
      storage.own(file);
      spill = new SpillFile(file, storage.allocator(), layout, capacity);
    } else {
      batch = AllocatedBatch.allocate(storage.allocator(), layout, capacity);
      storage.add(batch);
    }
  }

  /**
   * The shard of all rows appended.
   *
   * @param checksum of all rows of the data set
   * @throws IllegalStateException if rows are missing
   */
  Shard finish(int checksum) throws IOException {
    if (written != rows) {
      throw new IllegalStateException(
          "Cannot build shard %d: it has %d rows where %d were counted"
              .formatted(index, written, rows));
    }
    if (spill != null) {
      spill.finish().forEach(storage::add);
      spill.close();
      spill = null;
    }
    Shard shard = new Shard(index, rows, checksum, layout, batchRows, memory, storage);
    storage = null;
    return shard;
  }

  @Override
  public void close() {
    try {
      if (spill != null) {
        spill.close();
      }
    } finally {
      if (storage != null) {
        storage.close();
      }
      spill = null;
      storage = null;
    }
  }
}
