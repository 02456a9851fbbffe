package io.github.sparknn.jobs;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Places on Hadoop's file systems where files and folders are put when they are whole: they are
 * written beside their place and renamed. Object stores rename by copying.
 */
final class Places {
  private Places() {}

  /**
   * Makes sure that something can be written beside a place, by doing so. Makes the folders above
   * it where they are missing.
   *
   * @throws IOException when it cannot, with the file system's reason
   */
  static void probe(Configuration hadoop, String path) throws IOException {
    Path place = new Path(path);
    Path probe = beside(place, "probe");
    FileSystem files = place.getFileSystem(hadoop);
    files.create(probe, false).close();
    files.delete(probe, false);
  }

  /** A new name in the folder of a place. */
  static Path beside(Path place, String purpose) {
    return place.suffix("." + purpose + "-" + UUID.randomUUID());
  }

  /**
   * Moves what was written beside a place to it. What was there before is deleted when the other is
   * in its place, and put back where that fails.
   *
   * @param replace whether something may be there
   * @throws IOException if something is there that may not be replaced, or a rename fails; then
   *     what was written stays where it is
   */
  static void put(FileSystem files, Path written, Path place, boolean replace) throws IOException {
    if (!files.exists(place)) {
      move(files, written, place);
      return;
    }
    if (!replace) {
      throw new FileAlreadyExistsException(place + " exists, " + written + " is the new one");
    }
    Path old = beside(place, "old");
    move(files, place, old);
    try {
      move(files, written, place);
    } catch (IOException e) {
      move(files, old, place);
      throw e;
    }
    files.delete(old, true);
  }

  /** Deletes what was written in part when something went wrong. */
  static void discard(FileSystem files, Path written, Throwable wrong) {
    try {
      files.delete(written, true);
    } catch (IOException e) {
      wrong.addSuppressed(e);
    }
  }

  private static void move(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("the file system does not rename " + from + " to " + to);
    }
  }
}
