package io.github.sparknn.datasets;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * Packs the rows of one input partition into chunks, one open chunk per shard. Behind the chunks,
 * each shard gets a checksum of all the partition's rows in their order, by which it is seen
 * whether shards come from the same run of the query.
 */
final class ChunkIterator implements Iterator<Tuple2<ChunkKey, byte[]>> {
  private static final int CHUNK_BYTES = 1 << 20;

  /** For all open chunks together. */
  private static final int OPEN_BYTES = 32 << 20;

  private final Iterator<InternalRow> rows;
  private final RowReader reader;
  private final Dealing dealing;
  private final int partition;
  private final long begin;
  private final long end;
  private final int rowBytes;
  private final int chunkRows;
  private final byte[][] open;
  private final int[] filled;
  private final int[] sequence;
  private final byte[] scratch;
  private final CRC32C checksum = new CRC32C();

  private long row;
  private int flushed;
  private int signed;
  private Tuple2<ChunkKey, byte[]> next;

  /**
   * @param begin index, in the whole DataFrame, of the partition's first row
   * @param end index after its last row
   */
  ChunkIterator(
      Iterator<InternalRow> rows,
      RowReader reader,
      Dealing dealing,
      int rowBytes,
      int partition,
      long begin,
      long end) {
    this.rows = rows;
    this.reader = reader;
    this.dealing = dealing;
    this.rowBytes = rowBytes;
    this.partition = partition;
    this.begin = begin;
    this.end = end;
    int shards = dealing.shards();
    long fitting = Math.min(CHUNK_BYTES, OPEN_BYTES / shards) / rowBytes;
    this.chunkRows = (int) Math.max(1, Math.min(fitting, end - begin));
    this.open = new byte[shards][];
    this.filled = new int[shards];
    this.sequence = new int[shards];
    this.scratch = new byte[rowBytes];
    this.row = begin;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = advance();
    }
    return next != null;
  }

  @Override
  public Tuple2<ChunkKey, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Tuple2<ChunkKey, byte[]> chunk = next;
    next = null;
    return chunk;
  }

  private Tuple2<ChunkKey, byte[]> advance() {
    while (rows.hasNext()) {
      InternalRow input = rows.next();
      if (reader.read(input, scratch, 0)) {
        checkCount(row < end);
        int shard = dealing.shardOf(row++);
        append(shard);
        if (filled[shard] == chunkRows) {
          return take(shard);
        }
      }
    }
    checkCount(row == end);
    while (flushed < open.length) {
      int shard = flushed++;
      if (filled[shard] > 0) {
        return take(shard);
      }
    }
    return begin < end && signed < open.length ? checksum(signed++) : null;
  }

  private Tuple2<ChunkKey, byte[]> checksum(int shard) {
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    return new Tuple2<>(ChunkKey.ofChecksum(shard, partition), value);
  }

  private void append(int shard) {
    if (open[shard] == null) {
      open[shard] = new byte[chunkRows * rowBytes];
    }
    System.arraycopy(scratch, 0, open[shard], filled[shard] * rowBytes, rowBytes);
    filled[shard]++;
  }

  private Tuple2<ChunkKey, byte[]> take(int shard) {
    int length = filled[shard] * rowBytes;
    byte[] chunk = open[shard];
    open[shard] = null;
    filled[shard] = 0;
    checksum.update(chunk, 0, length);
    return new Tuple2<>(
        new ChunkKey(shard, partition, sequence[shard]++),
        length == chunk.length ? chunk : Arrays.copyOf(chunk, length));
  }

  private void checkCount(boolean asCounted) {
    if (!asCounted) {
      throw new IllegalStateException(
          "Cannot shard the data: partition %d gave %d rows when they were counted and %s now"
                  .formatted(partition, end - begin, row < end ? row - begin : "more")
              + " (make the query deterministic, or cache or save its result)");
    }
  }
}
