package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.github.sparknn.training.network.ModelState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CheckpointFormatTest {
  private static final ModelState STATE =
      new ModelState(new float[] {1.5f, -2f, 3e-30f}, new float[] {7f, 8f}, 41, 3);
  private static final ModelState BEST =
      new ModelState(new float[] {-1f, 0f, 4f}, new float[] {5f, 6f}, 30, 2);
  private static final float[] OUTER = {0.25f, 0.5f, 0.75f};

  private static Checkpoint checkpoint(ModelState state, float[] outer, BestEpoch best) {
    int bestEpoch = best == null ? 0 : best.epoch();
    double cost = best == null ? 0 : best.cost();
    return new Checkpoint(
        new Checkpoint.Header(
            "it", 3, 0, 9, 1, "set", EpochSums.zero(2), bestEpoch, cost, List.of(), List.of()),
        state,
        outer,
        best);
  }

  private static byte[] bytes(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFormat.write(checkpoint, out);
    return out.toByteArray();
  }

  private static Checkpoint read(byte[] bytes) throws IOException {
    return CheckpointFormat.read(new ByteArrayInputStream(bytes), bytes.length);
  }

  private static void assertEqual(ModelState read, ModelState written) {
    assertThat(read.parameters()).isEqualTo(written.parameters());
    assertThat(read.optimizerState()).isEqualTo(written.optimizerState());
    assertThat(read.iteration()).isEqualTo(written.iteration());
    assertThat(read.epoch()).isEqualTo(written.epoch());
  }

  @Test
  void givesBackWhatWasWritten() throws IOException {
    Checkpoint written = checkpoint(STATE, OUTER, new BestEpoch(2, -0.95, BEST));

    Checkpoint read = read(bytes(written));

    assertThat(read.header()).isEqualTo(written.header());
    assertEqual(read.state(), STATE);
    assertThat(read.outerState()).isEqualTo(OUTER);
    assertThat(read.best().epoch()).isEqualTo(2);
    assertThat(read.best().cost()).isEqualTo(-0.95);
    assertEqual(read.best().state(), BEST);
  }

  @Test
  void givesBackACheckpointWithoutBestEpochAndOuterState() throws IOException {
    Checkpoint read = read(bytes(checkpoint(STATE, new float[0], null)));

    assertEqual(read.state(), STATE);
    assertThat(read.outerState()).isEmpty();
    assertThat(read.best()).isNull();
  }

  /** Version 2 was made of blocks with ints as lengths. */
  @Test
  void readsVersion2() throws IOException {
    Checkpoint written = checkpoint(STATE, OUTER, new BestEpoch(2, -0.95, BEST));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x534e4e43);
    out.writeInt(2);
    writeBlock(out, new ObjectMapper().writeValueAsBytes(written.header()));
    for (ModelState state : List.of(STATE, BEST)) {
      out.writeInt(state.iteration());
      out.writeInt(state.epoch());
      writeBlock(out, littleEndian(state.parameters()));
      writeBlock(out, littleEndian(state.optimizerState()));
      if (state == STATE) {
        writeBlock(out, littleEndian(OUTER));
      }
    }
    out.writeLong(crc32(bytes.toByteArray(), bytes.size()));

    Checkpoint read = read(bytes.toByteArray());

    assertThat(read.header()).isEqualTo(written.header());
    assertEqual(read.state(), STATE);
    assertThat(read.outerState()).isEqualTo(OUTER);
    assertEqual(read.best().state(), BEST);
  }

  private static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
    out.writeInt(block.length);
    out.write(block);
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static long crc32(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }

  @Test
  void everyCutAndEveryFlippedByteIsDamage() throws IOException {
    byte[] whole = bytes(checkpoint(STATE, OUTER, new BestEpoch(2, -0.95, BEST)));

    for (int i = 0; i < whole.length; i++) {
      byte[] cut = Arrays.copyOf(whole, i);
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x41;
      assertThatThrownBy(() -> read(cut)).isInstanceOf(DamagedCheckpointException.class);
      assertThatThrownBy(() -> read(flipped)).isInstanceOf(DamagedCheckpointException.class);
    }
  }

  @Test
  void aStreamThatEndsEarlyIsNoDamage() throws IOException {
    byte[] whole = bytes(checkpoint(STATE, OUTER, null));
    ByteArrayInputStream broken = new ByteArrayInputStream(whole, 0, whole.length - 30);

    assertThatThrownBy(() -> CheckpointFormat.read(broken, whole.length))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("it ends before its length of " + whole.length + " bytes");
  }

  /** 8 MB of values; what a chunk takes is 64 KiB. */
  @Test
  void writingAndReadingCopyNoVector() throws IOException {
    ModelState large = new ModelState(new float[1_000_000], new float[1_000_000], 1, 1);
    Checkpoint checkpoint = checkpoint(large, new float[0], null);
    byte[] bytes = bytes(checkpoint);
    read(bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    CheckpointFormat.write(checkpoint, OutputStream.nullOutputStream());
    long written = threads.getCurrentThreadAllocatedBytes() - before;
    Checkpoint read = read(bytes);
    long wasRead = threads.getCurrentThreadAllocatedBytes() - before - written;

    assertThat(written).isLessThan(500_000);
    assertThat(wasRead).isBetween(8_000_000L, 8_500_000L);
    assertThat(read.state().parameters()).hasSize(1_000_000);
  }
}
