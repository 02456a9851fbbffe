package io.github.sparknn.training;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training's checkpoints in a folder. A file gets its name only when it is whole; the newest few
 * are kept.
 */
final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final Pattern NAME = Pattern.compile("checkpoint-\\d{9}\\.bin");
  private static final Pattern TEMPORARY =
      Pattern.compile("\\." + NAME.pattern() + Pattern.quote(WholeFile.SUFFIX));

  private final Path directory;
  private final int keep;
  private final FileSystem files;

  /**
   * @throws UncheckedIOException if the folder's file system cannot be reached
   */
  CheckpointStore(CheckpointPlan plan, Configuration hadoop) {
    directory = new Path(plan.directory());
    keep = plan.keep();
    try {
      files = directory.getFileSystem(hadoop);
    } catch (IOException e) {
      throw cannotUse(e);
    }
  }

  /**
   * Whether the folder holds checkpoints, readable or not.
   *
   * @throws UncheckedIOException if the folder cannot be listed
   */
  boolean isUsed() {
    try {
      return !newestFirst().isEmpty();
    } catch (IOException e) {
      throw cannotUse(e);
    }
  }

  /**
   * Saves under a temporary name, renames, then deletes checkpoints beyond the newest few, and what
   * a driver left behind that died while saving.
   *
   * @throws UncheckedIOException if the folder cannot be written; earlier checkpoints are untouched
   */
  void save(Checkpoint checkpoint) {
    try {
      write(checkpoint);
      deleteOld();
    } catch (IOException e) {
      throw cannotUse(e);
    }
  }

  private void write(Checkpoint checkpoint) throws IOException {
    Path target =
        new Path(directory, String.format("checkpoint-%09d.bin", checkpoint.header().roundsDone()));
    WholeFile.replace(files, target, out -> out.write(checkpoint.toBytes()));
  }

  private void deleteOld() throws IOException {
    for (Path old : newestFirst().stream().skip(keep).toList()) {
      files.delete(old, false);
    }
    for (FileStatus file : files.listStatus(directory)) {
      if (file.isFile() && TEMPORARY.matcher(file.getPath().getName()).matches()) {
        files.delete(file.getPath(), false);
      }
    }
  }

  /**
   * The newest checkpoint that can be read; others are skipped with a warning.
   *
   * @throws UncheckedIOException if the folder cannot be listed
   */
  Optional<Checkpoint> newest() {
    List<Path> paths;
    try {
      paths = newestFirst();
    } catch (IOException e) {
      throw cannotUse(e);
    }
    for (Path path : paths) {
      try {
        return Optional.of(Checkpoint.fromBytes(read(path)));
      } catch (IOException e) {
        LOG.warn("Skipping checkpoint {}: {}", path, e.getMessage());
      }
    }
    return Optional.empty();
  }

  private byte[] read(Path path) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(files.getFileStatus(path).getLen())];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, bytes);
    } catch (FSError e) {
      throw WholeFile.fromLocalDisk(e);
    }
    return bytes;
  }

  private List<Path> newestFirst() throws IOException {
    try {
      return Arrays.stream(files.listStatus(directory))
          .map(FileStatus::getPath)
          .filter(path -> NAME.matcher(path.getName()).matches())
          .sorted(Comparator.comparing(Path::getName).reversed())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private UncheckedIOException cannotUse(IOException e) {
    return new UncheckedIOException(
        "Cannot use checkpoint folder " + directory + ": " + e.getMessage(), e);
  }
}
