package io.github.sparknn.datasets;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** What a shard owns: its allocator, its batches and the file that some of them are mapped from. */
final class ShardStorage implements AutoCloseable {
  private final BufferAllocator allocator;
  private final List<RecordBatch> batches = new ArrayList<>();
  private File file;

  ShardStorage(String name) {
    this.allocator = ArrowMemory.newAllocator(name);
  }

  BufferAllocator allocator() {
    return allocator;
  }

  /** All of the same number of rows, but for the last. */
  List<RecordBatch> batches() {
    return batches;
  }

  void add(RecordBatch batch) {
    batches.add(batch);
  }

  /** From now on the file is deleted with the rest. */
  void own(File spillFile) {
    file = spillFile;
  }

  /** The spill file, or null. */
  File file() {
    return file;
  }

  @Override
  public void close() {
    try {
      batches.forEach(RecordBatch::close);
      batches.clear();
      allocator.close();
    } finally {
      deleteFile();
    }
  }

  private void deleteFile() {
    if (file != null) {
      try {
        Files.deleteIfExists(file.toPath());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete spill file " + file, e);
      }
    }
  }
}
