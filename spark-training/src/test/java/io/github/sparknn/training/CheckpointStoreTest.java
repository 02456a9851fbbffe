package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.ModelState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path folder;

  private CheckpointStore store(Configuration hadoop) {
    return new CheckpointStore(
        new CheckpointPlan(folder.toString(), 1, 2, CheckpointPlan.Mode.RESUME), hadoop);
  }

  private CheckpointStore store() {
    return store(new Configuration());
  }

  /** Its parameter is the number of rounds. */
  private static Checkpoint checkpoint(int rounds) {
    Checkpoint.Header header =
        new Checkpoint.Header(
            "it", 0, rounds, rounds, 1, "set", EpochSums.zero(1), 0, 0, List.of(), List.of());
    ModelState state = new ModelState(new float[] {rounds}, new float[] {0.5f}, rounds, 0);
    return new Checkpoint(header, state, new float[0], null);
  }

  private void save(int... rounds) {
    CheckpointStore store = store();
    for (int round : rounds) {
      store.save(checkpoint(round));
    }
  }

  private Path file(int rounds) {
    return folder.resolve("checkpoint-%09d.bin".formatted(rounds));
  }

  /** Cuts the checkpoint short; its checksum by Hadoop's local file system goes, too. */
  private void truncate(int rounds) throws IOException {
    byte[] bytes = Files.readAllBytes(file(rounds));
    write(rounds, Arrays.copyOf(bytes, bytes.length - 20));
  }

  private void write(int rounds, byte[] bytes) throws IOException {
    Files.deleteIfExists(folder.resolve(".checkpoint-%09d.bin.crc".formatted(rounds)));
    Files.write(file(rounds), bytes);
  }

  private static float newest(CheckpointStore store) {
    return store.newest().orElseThrow().state().parameters()[0];
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @Test
  void givesTheNewestAndNothingOfAnEmptyFolder() {
    assertThat(store().newest()).isEmpty();
    save(4, 8);

    assertThat(newest(store())).isEqualTo(8);
  }

  @Test
  void skipsDamagedOnesForAnOlderOne() throws IOException {
    save(4, 8);
    truncate(8);
    assertThat(newest(store())).isEqualTo(4);

    save(8);
    byte[] altered = Files.readAllBytes(file(8));
    altered[altered.length / 2] ^= 1;
    Files.write(file(8), altered); // Hadoop's own checksum beside it tells.
    assertThat(newest(store())).isEqualTo(4);

    write(8, new byte[0]);
    assertThat(newest(store())).isEqualTo(4);
  }

  @Test
  void refusesWhereAllAreDamaged() throws IOException {
    save(4, 8);
    truncate(4);
    truncate(8);

    assertThatThrownBy(() -> store().newest())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot resume from checkpointDir "
                + folder
                + ": none of its 2 checkpoints can be read (checkpoint-000000008.bin: damaged or"
                + " incomplete (lengths differ), checkpoint-000000004.bin: damaged or incomplete"
                + " (lengths differ)) (choose another checkpointDir, or delete them to begin"
                + " anew)");
    assertThat(names()).containsExactly("checkpoint-000000004.bin", "checkpoint-000000008.bin");
  }

  @Test
  void refusesAnotherFormatVersionEvenIfAnOlderOneCanBeRead() throws IOException {
    save(4, 8);
    byte[] bytes = Files.readAllBytes(file(8));
    ByteBuffer later = ByteBuffer.wrap(bytes).putInt(Integer.BYTES, 99);
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, bytes.length - Long.BYTES);
    later.putLong(bytes.length - Long.BYTES, checksum.getValue());
    write(8, bytes);

    assertThatThrownBy(() -> store().newest())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Cannot resume from checkpoint file:"
                + file(8)
                + ": its format version is 99, this library reads 2 and 3 (nothing was changed: resume"
                + " when it can be read, or choose another checkpointDir)");
  }

  @Test
  void refusesWhatCannotBeReadEvenIfAnOlderOneCanBe() {
    save(4, 8);
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", LockedFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);

    assertThatThrownBy(() -> store(hadoop).newest())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Cannot resume from checkpoint file:"
                + file(8)
                + ": Permission denied (nothing was changed: resume when it can be read, or choose"
                + " another checkpointDir)");
  }

  /** Files of 8 rounds are not to be read. */
  static final class LockedFileSystem extends LocalFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      if (path.getName().contains("8")) {
        throw new AccessControlException("Permission denied");
      }
      return super.open(path, bufferSize);
    }
  }

  @Test
  void neverDeletesWhatItJustSaved() throws IOException {
    save(360, 380);
    CheckpointStore store = store();

    store.save(checkpoint(4));
    assertThat(names())
        .containsExactly(
            "checkpoint-000000004.bin", "checkpoint-000000360.bin", "checkpoint-000000380.bin");

    store.save(checkpoint(8));
    store.save(checkpoint(12));
    assertThat(names())
        .containsExactly(
            "checkpoint-000000008.bin",
            "checkpoint-000000012.bin",
            "checkpoint-000000360.bin",
            "checkpoint-000000380.bin");

    store.save(checkpoint(381));
    assertThat(names()).containsExactly("checkpoint-000000380.bin", "checkpoint-000000381.bin");
  }

  @Test
  void aFolderOfACheckpointsNameIsNone() throws IOException {
    Files.createDirectory(file(8));

    assertThat(store().isUsed()).isFalse();
    assertThat(store().newest()).isEmpty();
  }
}
