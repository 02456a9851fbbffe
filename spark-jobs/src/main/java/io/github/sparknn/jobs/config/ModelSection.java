package io.github.sparknn.jobs.config;

/**
 * Where the fitted pipeline is saved by {@code train} and loaded by the other commands.
 *
 * @param path a folder on any Hadoop file system
 * @param mode error (default) or overwrite
 */
public record ModelSection(String path, WriteMode mode) {

  /** Fills in the defaults. */
  public ModelSection {
    Keys.require("path", path);
    mode = mode == null ? WriteMode.ERROR : mode;
    if (mode == WriteMode.APPEND) {
      throw new IllegalArgumentException("Invalid mode: append (must be error or overwrite)");
    }
  }
}
