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
  private final long weightsAddress;

  private MappedBatch(
      MappedByteBuffer mapped, long featuresAddress, long labelsAddress, long weightsAddress) {
    this.mapped = mapped;
    this.featuresAddress = featuresAddress;
    this.labelsAddress = labelsAddress;
    this.weightsAddress = weightsAddress;
  }

  /** Maps the batches of a file that {@link SpillFile} wrote; the channel may be closed after. */
  static List<MappedBatch> mapAll(FileChannel file, List<ArrowBlock> blocks, ShardLayout layout)
      throws IOException {
    List<MappedBatch> batches = new ArrayList<>();
    try {
      for (ArrowBlock block : blocks) {
        batches.add(map(file, block, layout));
      }
      return batches;
    } catch (IOException | RuntimeException | Error e) {
      batches.forEach(MappedBatch::close);
      throw e;
    }
  }

  private static MappedBatch map(FileChannel file, ArrowBlock block, ShardLayout layout)
      throws IOException {
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
    return new MappedBatch(
        mapped,
        body + offset(header, 0),
        layout.storedLabels() > 0 ? body + offset(header, layout.labelColumn()) : 0,
        layout.weights() > 0 ? body + offset(header, layout.weightColumn()) : 0);
  }

  /** Of a column's floats in the body. */
  private static long offset(org.apache.arrow.flatbuf.RecordBatch header, int column) {
    return header.buffers((column + 1) * BUFFERS - 1).offset();
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
  public long weightsAddress() {
    return weightsAddress;
  }

  @Override
  public void close() {
    StorageUtils.dispose(mapped);
  }
}
