package io.github.sparknn.training;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files that get their name only when they are whole: written under a temporary name beside it, a
 * dot before and {@value #SUFFIX} behind, and renamed. What failed is deleted where that is
 * possible.
 */
public final class WholeFile {
  static final String SUFFIX = ".tmp";

  private WholeFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a new file; makes its folder where there is none.
   *
   * @throws FileAlreadyExistsException if there is something of that name
   */
  public static void create(FileSystem files, Path target, Content content) throws IOException {
    if (files.exists(target)) {
      throw new FileAlreadyExistsException(target + " exists already (must be a new path)");
    }
    write(files, target, content, () -> {});
  }

  /** Writes a file in place of one that may be there. */
  static void replace(FileSystem files, Path target, Content content) throws IOException {
    write(files, target, content, () -> files.delete(target, false));
  }

  /** What is done between writing and renaming. */
  private interface Step {
    void run() throws IOException;
  }

  private static void write(FileSystem files, Path target, Content content, Step beforeRename)
      throws IOException {
    Path temporary = new Path(target.getParent(), "." + target.getName() + SUFFIX);
    files.mkdirs(target.getParent());
    try {
      try (OutputStream out = files.create(temporary, true)) {
        content.writeTo(out);
      } catch (FSError e) {
        throw fromLocalDisk(e);
      }
      beforeRename.run();
      if (!files.rename(temporary, target)) {
        throw new IOException("Cannot rename " + temporary + " to " + target);
      }
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, files, temporary);
      throw e;
    }
  }

  private static void deleteAfter(Exception failure, FileSystem files, Path temporary) {
    try {
      files.delete(temporary, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Hadoop's local file systems tell of a full or broken disk by an error. */
  static IOException fromLocalDisk(FSError error) {
    return new IOException(error.getCause().getMessage(), error);
  }
}
