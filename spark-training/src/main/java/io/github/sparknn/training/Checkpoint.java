package io.github.sparknn.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparknn.training.network.ModelState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Where a training stands between two rounds: all that it needs to go on with the same bits. As a
 * file: magic number, format version, a JSON header, the float vectors (parameters, optimizer
 * state, outer optimizer's state), and the CRC-32 of everything before.
 */
final class Checkpoint {
  private static final int MAGIC = 0x534e4e43;
  private static final int FORMAT_VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What identifies the training: another one cannot go on from here. */
  final String fingerprint;

  final int roundsDone;
  final ModelState state;
  final float[] outerState;
  final EpochSums sums;
  final BestEpoch best;
  final List<EpochReport> history;

  /**
   * @param sums of the epoch that is not finished; zero at its beginning
   * @param best by validation; null without validation data, or before the first epoch's end
   * @param history of the finished epochs
   */
  Checkpoint(
      String fingerprint,
      int roundsDone,
      ModelState state,
      float[] outerState,
      EpochSums sums,
      BestEpoch best,
      List<EpochReport> history) {
    this.fingerprint = fingerprint;
    this.roundsDone = roundsDone;
    this.state = state;
    this.outerState = outerState;
    this.sums = sums;
    this.best = best;
    this.history = List.copyOf(history);
  }

  byte[] toBytes() throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header.put("fingerprint", fingerprint);
    header.put("roundsDone", roundsDone);
    header.set("sums", JSON.valueToTree(sums));
    if (best != null) {
      header.put("bestEpoch", best.epoch());
      header.put("bestCost", best.cost());
    }
    header.set("history", JSON.valueToTree(history));
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
   * @throws IOException if the bytes are not a whole, undamaged checkpoint of a known version
   */
  static Checkpoint fromBytes(byte[] bytes) throws IOException {
    int content = bytes.length - Long.BYTES;
    if (content < 0
        || ByteBuffer.wrap(bytes, content, Long.BYTES).getLong() != crc32(bytes, content)) {
      throw new IOException("damaged or incomplete (checksum differs)");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, content));
    if (in.readInt() != MAGIC) {
      throw new IOException("not a checkpoint");
    }
    int version = in.readInt();
    if (version > FORMAT_VERSION) {
      throw new IOException(
          "format version " + version + " is newer than this library's " + FORMAT_VERSION);
    }
    JsonNode header = JSON.readTree(new String(read(in), StandardCharsets.UTF_8));
    ModelState state = readState(in);
    float[] outerState = ModelState.toFloats(read(in));
    BestEpoch best = null;
    if (header.has("bestEpoch")) {
      double cost = header.get("bestCost").asDouble();
      best = new BestEpoch(header.get("bestEpoch").intValue(), cost, readState(in));
    }
    EpochReport[] history = JSON.treeToValue(header.get("history"), EpochReport[].class);
    return new Checkpoint(
        header.get("fingerprint").textValue(),
        header.get("roundsDone").intValue(),
        state,
        outerState,
        JSON.treeToValue(header.get("sums"), EpochSums.class),
        best,
        Arrays.asList(history));
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
