package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.ReportSection;
import io.github.sparknn.jobs.config.WriteMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A report on its file system: a page and its figures. */
final class ReportFiles {
  private final Configuration hadoop;
  private final SparkSession spark;
  private final ReportSection section;
  private final String key;
  private final boolean replaces;

  /**
   * The files of a section.
   *
   * @param key the section's name in the job file
   */
  ReportFiles(SparkSession spark, ReportSection section, String key) {
    this.spark = spark;
    this.section = section;
    this.key = key;
    hadoop = spark.sessionState().newHadoopConf();
    replaces = section.mode() == WriteMode.OVERWRITE;
  }

  /**
   * Makes sure that the report can be saved, without a Spark job.
   *
   * @throws IllegalArgumentException when there is a file that may not be replaced
   */
  void checkFree() {
    for (String file : new String[] {section.html(), section.json()}) {
      if (!replaces && ModelStore.exists(spark, file)) {
        throw new IllegalArgumentException(
            "Cannot write the report: %s exists (%s.mode: overwrite replaces it)"
                .formatted(file, key));
      }
    }
  }

  /**
   * Writes both files, replacing what the section allows to replace.
   *
   * @throws IllegalArgumentException when a file cannot be written
   */
  void write(String html, String json) {
    Failures.explain(
        "write the report " + section.path(),
        () -> {
          write(hadoop, section.json(), json, replaces);
          write(hadoop, section.html(), html, replaces);
          return section;
        });
  }

  /**
   * Writes a page, in place of one that may be there.
   *
   * @throws IllegalArgumentException when it cannot be written
   */
  static void writePage(SparkSession spark, String file, String html) {
    Failures.explain(
        "write the page " + file,
        () -> {
          write(spark.sessionState().newHadoopConf(), file, html, true);
          return file;
        });
  }

  /** The page. */
  String html() {
    return section.html();
  }

  private static void write(Configuration hadoop, String file, String text, boolean replace)
      throws IOException {
    Path path = new Path(file);
    try (FSDataOutputStream out = plain(path.getFileSystem(hadoop)).create(path, replace)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Without the hidden checksum file that Hadoop's local file system puts beside each file. */
  private static FileSystem plain(FileSystem files) throws IOException {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }
}
