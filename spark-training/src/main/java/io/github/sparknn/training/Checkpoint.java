package io.github.sparknn.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.RoundReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Where a training stands between two rounds: all that it needs to go on with the same bits. As a
 * file: magic number, format version, a JSON header, the float vectors (parameters, optimizer
 * state, outer optimizer's state, the best epoch's state), and the CRC-32 of everything before.
 *
 * @param best by validation; null without validation data, or before the first epoch's end
 */
record Checkpoint(Header header, ModelState state, float[] outerState, BestEpoch best) {
  private static final int MAGIC = 0x534e4e43;
  private static final int FORMAT_VERSION = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is no vector.
   *
   * @param fingerprint identifies the training: another one cannot go on from here
   * @param epoch from 0, that of the next round
   * @param nextStep mini-batch of the epoch where the next round begins
   * @param roundsDone in the whole training
   * @param averagingFrequency mini-batches of a round
   * @param averagingReason why that many
   * @param sums of the epoch that is not finished; zero at its beginning
   * @param bestEpoch from 1; 0 for none
   * @param bestCost the best epoch's metric such that less is better
   * @param epochs reports of the finished epochs
   * @param rounds reports of the rounds done
   */
  record Header(
      String fingerprint,
      int epoch,
      int nextStep,
      int roundsDone,
      int averagingFrequency,
      String averagingReason,
      EpochSums sums,
      int bestEpoch,
      double bestCost,
      List<EpochReport> epochs,
      List<RoundReport> rounds) {}

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(FORMAT_VERSION);
    write(out, JSON.writeValueAsBytes(header));
    write(out, state);
    write(out, ModelState.toBytes(outerState));
    if (best != null) {
      write(out, best.state());
    }
    out.writeLong(crc32(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  /**
   * @throws DamagedCheckpointException if the bytes are not a whole, undamaged checkpoint
   * @throws IOException if they are one of another format version
   */
  static Checkpoint fromBytes(byte[] bytes) throws IOException {
    int content = bytes.length - Long.BYTES;
    if (content < 0
        || ByteBuffer.wrap(bytes, content, Long.BYTES).getLong() != crc32(bytes, content)) {
      throw new DamagedCheckpointException("damaged or incomplete (checksum differs)");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, content));
    if (in.readInt() != MAGIC) {
      throw new DamagedCheckpointException("not a checkpoint");
    }
    int version = in.readInt();
    if (version != FORMAT_VERSION) {
      throw new IOException(
          "its format version is " + version + ", this library reads " + FORMAT_VERSION);
    }
    Header header = JSON.readValue(read(in), Header.class);
    ModelState state = readState(in);
    float[] outerState = ModelState.toFloats(read(in));
    BestEpoch best =
        header.bestEpoch == 0
            ? null
            : new BestEpoch(header.bestEpoch, header.bestCost, readState(in));
    return new Checkpoint(header, state, outerState, best);
  }

  private static void write(DataOutputStream out, ModelState state) throws IOException {
    out.writeInt(state.iteration());
    out.writeInt(state.epoch());
    write(out, ModelState.toBytes(state.parameters()));
    write(out, ModelState.toBytes(state.optimizerState()));
  }

  private static ModelState readState(DataInputStream in) throws IOException {
    int iteration = in.readInt();
    int epoch = in.readInt();
    float[] parameters = ModelState.toFloats(read(in));
    return new ModelState(parameters, ModelState.toFloats(read(in)), iteration, epoch);
  }

  private static void write(DataOutputStream out, byte[] block) throws IOException {
    out.writeInt(block.length);
    out.write(block);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] block = new byte[in.readInt()];
    in.readFully(block);
    return block;
  }

  private static long crc32(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }
}
