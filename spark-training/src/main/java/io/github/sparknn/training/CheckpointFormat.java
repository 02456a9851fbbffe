package io.github.sparknn.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.training.network.ModelState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.fs.ChecksumException;

/**
 * A checkpoint as a stream of bytes: magic number, format version, a JSON header, the states and
 * vectors (current state, outer optimizer's state, the best epoch's state if there is one), and the
 * CRC-32 of everything before. Integers are big-endian, values little-endian; before header and
 * vectors stands their length in bytes, a long (an int in version 2). No copy of a vector is made.
 */
final class CheckpointFormat {
  private static final int MAGIC = 0x534e4e43;
  private static final int VERSION = 3;
  private static final int VERSION_OF_INT_LENGTHS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointFormat() {}

  /** Writes all of it; leaves the stream open. */
  static void write(Checkpoint checkpoint, OutputStream stream) throws IOException {
    CRC32 checksum = new CRC32();
    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(stream, checksum));
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    byte[] header = JSON.writeValueAsBytes(checkpoint.header());
    out.writeLong(header.length);
    out.write(header);
    write(checkpoint.state(), out);
    write(checkpoint.outerState(), out);
    if (checkpoint.best() != null) {
      write(checkpoint.best().state(), out);
    }
    out.writeLong(checksum.getValue());
    out.flush();
  }

  private static void write(ModelState state, DataOutputStream out) throws IOException {
    out.writeInt(state.iteration());
    out.writeInt(state.epoch());
    write(state.parameters(), out);
    write(state.optimizerState(), out);
  }

  private static void write(float[] values, DataOutputStream out) throws IOException {
    out.writeLong((long) values.length * Float.BYTES);
    ModelState.writeValues(out, values);
  }

  /**
   * Reads what {@link #write} wrote, or version 2.
   *
   * @param length of the whole file in bytes
   * @throws DamagedCheckpointException if it is not a whole, undamaged checkpoint
   * @throws IOException if it is one of another format version, or cannot be read
   */
  static Checkpoint read(InputStream stream, long length) throws IOException {
    try {
      return new Reader(stream, length).checkpoint();
    } catch (ChecksumException e) {
      throw new DamagedCheckpointException("damaged (" + e.getMessage() + ")", e);
    } catch (EOFException e) {
      throw new IOException("it ends before its length of " + length + " bytes", e);
    }
  }

  /** Believes no length that the bytes which are left do not bear out. */
  private static final class Reader {
    private final CRC32 checksum = new CRC32();
    private final DataInputStream in;
    private long left;
    private int version;

    Reader(InputStream stream, long length) {
      in = new DataInputStream(new CheckedInputStream(stream, checksum));
      left = length - Long.BYTES;
    }

    Checkpoint checkpoint() throws IOException {
      if (readInt() != MAGIC) {
        throw new DamagedCheckpointException("not a checkpoint");
      }
      version = readInt();
      if (version != VERSION && version != VERSION_OF_INT_LENGTHS) {
        checkEnd();
        throw new IOException(
            "its format version is %d, this library reads %d and %d"
                .formatted(version, VERSION_OF_INT_LENGTHS, VERSION));
      }
      byte[] json = new byte[readLength(1)];
      in.readFully(json);
      ModelState state = readState();
      float[] outerState = readValues();
      ModelState best = left > 0 ? readState() : null;
      checkEnd();
      Checkpoint.Header header = JSON.readValue(json, Checkpoint.Header.class);
      return new Checkpoint(
          header,
          state,
          outerState,
          best == null ? null : new BestEpoch(header.bestEpoch(), header.bestCost(), best));
    }

    private ModelState readState() throws IOException {
      int iteration = readInt();
      int epoch = readInt();
      float[] parameters = readValues();
      return new ModelState(parameters, readValues(), iteration, epoch);
    }

    private float[] readValues() throws IOException {
      float[] values = new float[readLength(Float.BYTES)];
      ModelState.readValues(in, values);
      return values;
    }

    private int readInt() throws IOException {
      take(Integer.BYTES);
      return in.readInt();
    }

    /** The number of values that follow, of that many bytes each. */
    private int readLength(int bytesPerValue) throws IOException {
      boolean isInt = version == VERSION_OF_INT_LENGTHS;
      take(isInt ? Integer.BYTES : Long.BYTES);
      long bytes = isInt ? in.readInt() : in.readLong();
      take(bytes);
      long values = bytes / bytesPerValue;
      if (bytes % bytesPerValue != 0 || values > Integer.MAX_VALUE) {
        throw damaged();
      }
      return (int) values;
    }

    private void take(long bytes) throws DamagedCheckpointException {
      if (bytes < 0 || bytes > left) {
        throw damaged();
      }
      left -= bytes;
    }

    private void checkEnd() throws IOException {
      in.skipNBytes(left);
      long computed = checksum.getValue();
      if (in.readLong() != computed) {
        throw new DamagedCheckpointException("damaged or incomplete (checksum differs)");
      }
    }

    private static DamagedCheckpointException damaged() {
      return new DamagedCheckpointException("damaged or incomplete (lengths differ)");
    }
  }
}
