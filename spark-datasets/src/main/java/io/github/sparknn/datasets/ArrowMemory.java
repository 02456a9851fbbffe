package io.github.sparknn.datasets;

import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.SegmentRoundingPolicy;

/** The Arrow memory of this JVM: one root allocator, below it one allocator per shard and batch. */
public final class ArrowMemory {
  /** Buffers grow in steps of 1 KiB; Arrow's default, the next power of two, wastes up to half. */
  private static final BufferAllocator ROOT =
      new RootAllocator(
          AllocationListener.NOOP,
          Long.MAX_VALUE,
          new SegmentRoundingPolicy((int) SegmentRoundingPolicy.MIN_SEGMENT_SIZE));

  private ArrowMemory() {}

  /**
   * Off-heap bytes that shards and mini-batches hold in this JVM now, memory-mapped files apart.
   */
  public static long allocatedBytes() {
    return ROOT.getAllocatedMemory();
  }

  static BufferAllocator newAllocator(String name) {
    return ROOT.newChildAllocator(name, 0, Long.MAX_VALUE);
  }

  /**
   * Whether shards may take so many bytes more. A quarter of what this JVM may use off-heap is left
   * to mini-batches, engines and Spark's own transfers.
   */
  static boolean hasRoom(long bytes) {
    return allocatedBytes() + bytes <= OffHeapLimit.here().bytes() / 4 * 3;
  }
}
