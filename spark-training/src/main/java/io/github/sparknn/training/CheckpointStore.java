package io.github.sparknn.training;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
   * Saves under a temporary name, renames, then deletes checkpoints beyond the newest few up to
   * this one, and what a driver left behind that died while saving. Checkpoints of later rounds,
   * which are there only where {@link #newest} skipped them as damaged, are left until this
   * training reaches them.
   *
   * @throws UncheckedIOException if the folder cannot be written; earlier checkpoints are untouched
   */
  void save(Checkpoint checkpoint) {
    Path target =
        new Path(directory, String.format("checkpoint-%09d.bin", checkpoint.header().roundsDone()));
    try {
      WholeFile.replace(files, target, out -> CheckpointFormat.write(checkpoint, out));
      deleteOld(target.getName());
    } catch (IOException e) {
      throw cannotUse(e);
    }
  }

  private void deleteOld(String saved) throws IOException {
    List<Path> old =
        newestFirst().stream()
            .filter(path -> path.getName().compareTo(saved) <= 0)
            .skip(keep)
            .toList();
    for (Path path : old) {
      files.delete(path, false);
    }
    for (FileStatus file : files.listStatus(directory)) {
      if (file.isFile() && TEMPORARY.matcher(file.getPath().getName()).matches()) {
        files.delete(file.getPath(), false);
      }
    }
  }

  /**
   * The newest checkpoint; damaged ones are skipped with a warning in favour of an older one.
   *
   * @return empty where there are no checkpoints
   * @throws IllegalArgumentException if all there are are damaged
   * @throws UncheckedIOException if the folder cannot be listed, or the newest checkpoint is of
   *     another format version or cannot be read for another reason than damage
   */
  Optional<Checkpoint> newest() {
    List<Path> paths;
    try {
      paths = newestFirst();
    } catch (IOException e) {
      throw cannotUse(e);
    }
    List<String> damaged = new ArrayList<>();
    for (Path path : paths) {
      try {
        return Optional.of(read(path));
      } catch (DamagedCheckpointException e) {
        LOG.warn("Skipping checkpoint {}: {}", path, e.getMessage());
        damaged.add(path.getName() + ": " + e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot resume from checkpoint "
                + path
                + ": "
                + e.getMessage()
                + " (nothing was changed: resume when it can be read, or choose another"
                + " checkpointDir)",
            e);
      }
    }
    if (!damaged.isEmpty()) {
      throw new IllegalArgumentException(
          ("Cannot resume from checkpointDir %s: none of its %d checkpoints can be read (%s)"
                  + " (choose another checkpointDir, or delete them to begin anew)")
              .formatted(directory, damaged.size(), String.join(", ", damaged)));
    }
    return Optional.empty();
  }

  private Checkpoint read(Path path) throws IOException {
    long length = files.getFileStatus(path).getLen();
    try (FSDataInputStream in = files.open(path)) {
      return CheckpointFormat.read(in, length);
    } catch (FSError e) {
      throw WholeFile.fromLocalDisk(e);
    }
  }

  private List<Path> newestFirst() throws IOException {
    try {
      return Arrays.stream(files.listStatus(directory))
          .filter(FileStatus::isFile)
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
