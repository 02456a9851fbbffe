package io.github.sparknn.datasets;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/** The record batches of a shard that go to local disk, as one file in Arrow's IPC file format. */
final class SpillFile implements AutoCloseable {
  private final ShardLayout layout;
  private final AllocatedBatch batch;
  private final FileChannel channel;
  private final ArrowFileWriter writer;

  /** Opens the file, which must not exist or be empty; batches hold {@code batchRows} rows. */
  SpillFile(File file, BufferAllocator allocator, ShardLayout layout, int batchRows)
      throws IOException {
    this.layout = layout;
    this.channel =
        FileChannel.open(
            file.toPath(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      this.batch = AllocatedBatch.allocate(allocator, layout, batchRows);
    } catch (RuntimeException | Error e) {
      channel.close();
      Files.deleteIfExists(file.toPath());
      throw e;
    }
    this.writer = new ArrowFileWriter(batch.root(), null, channel);
  }

  /** Appends the row at (base, offset). */
  void append(Object base, long offset) throws IOException {
    batch.append(base, offset);
    if (batch.isFull()) {
      writeBatch();
    }
  }

  private void writeBatch() throws IOException {
    batch.root();
    writer.writeBatch();
    batch.clear();
  }

  /** Writes what is left and maps the file's batches into memory. */
  List<MappedBatch> finish() throws IOException {
    if (batch.rows() > 0) {
      writeBatch();
    }
    writer.end();
    return MappedBatch.mapAll(channel, writer.getRecordBlocks(), layout);
  }

  /** Closes the file and frees the write buffer; the file stays. */
  @Override
  public void close() {
    // The writer closes the channel too, but not after a failure to write.
    try (channel) {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close spill file", e);
    } finally {
      batch.close();
    }
  }
}
