package io.github.sparknn.jobs.config;

/**
 * Where {@code train} writes how the training went, or {@code evaluate} what it measured: {@code
 * path.html} for people and {@code path.json} for programs.
 *
 * @param path of the two files on any Hadoop file system, without their endings
 * @param mode error (default) or overwrite
 */
public record ReportSection(String path, WriteMode mode) {

  /** Fills in the defaults. */
  public ReportSection {
    Keys.require("path", path);
    mode = mode == null ? WriteMode.ERROR : mode;
    if (mode == WriteMode.APPEND) {
      throw new IllegalArgumentException("Invalid mode: append (must be error or overwrite)");
    }
  }

  /** The page. */
  public String html() {
    return path + ".html";
  }

  /** The figures. */
  public String json() {
    return path + ".json";
  }
}
