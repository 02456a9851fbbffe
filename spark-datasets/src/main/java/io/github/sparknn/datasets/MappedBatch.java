package io.github.sparknn.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.spark.storage.StorageUtils;

/** A record batch of an Arrow IPC file, mapped into memory. */
final class MappedBatch implements RecordBatch {
  /** Of the buffers of a FixedSizeList of floats: validity, the floats' validity, the floats. */
  private static final int BUFFERS = 3;

  /** Before a message: the continuation marker and the length. */
  private static final int PREFIX_BYTES = 8;

  private final MappedByteBuffer mapped;
  private final long featuresAddress;
  private final long labelsAddress;

  private MappedBatch(MappedByteBuffer mapped, long featuresAddress, long labelsAddress) {
    this.mapped = mapped;
    this.featuresAddress = featuresAddress;
    this.labelsAddress = labelsAddress;
  }

  /** Maps the batches of a file that {@link SpillFile} wrote; the channel may be closed after. */
  static List<MappedBatch> mapAll(FileChannel file, List<ArrowBlock> blocks) throws IOException {
    List<MappedBatch> batches = new ArrayList<>();
    try {
      for (ArrowBlock block : blocks) {
        batches.add(map(file, block));
      }
      return batches;
    } catch (IOException | RuntimeException | Error e) {
      batches.forEach(MappedBatch::close);
      throw e;
    }
  }

  private static MappedBatch map(FileChannel file, ArrowBlock block) throws IOException {
    MappedByteBuffer mapped =
        file.map(
            FileChannel.MapMode.READ_ONLY,
            block.getOffset(),
            block.getMetadataLength() + block.getBodyLength());
    ByteBuffer metadata =
        mapped.duplicate().position(PREFIX_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
    Message message = Message.getRootAsMessage(metadata);
    if (message.headerType() != MessageHeader.RecordBatch) {
      StorageUtils.dispose(mapped);
      throw new IOException("Cannot map record batch: the file holds another message there");
    }
    org.apache.arrow.flatbuf.RecordBatch header = new org.apache.arrow.flatbuf.RecordBatch();
    message.header(header);
    long body = MemoryUtil.getByteBufferAddress(mapped) + block.getMetadataLength();
    long features = body + header.buffers(BUFFERS - 1).offset();
    boolean labels = header.buffersLength() > BUFFERS;
    return new MappedBatch(
        mapped, features, labels ? body + header.buffers(2 * BUFFERS - 1).offset() : 0);
  }

  @Override
  public long featuresAddress() {
    return featuresAddress;
  }

  @Override
  public long labelsAddress() {
    return labelsAddress;
  }

  @Override
  public void close() {
    StorageUtils.dispose(mapped);
  }
}
