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
   * Makes sure that the report can be saved, without a Spark job: a file is written beside its
   * path, and deleted.
   *
   * @throws IllegalArgumentException when there is a file that may not be replaced, or nothing can
   *     be written there
   */
  void checkPlace() {
    for (String file : new String[] {section.html(), section.json()}) {
      if (!replaces && ModelStore.exists(spark, file)) {
        throw new IllegalArgumentException(
            "Cannot write the report: %s exists (%s.mode: overwrite replaces it)"
                .formatted(file, key));
      }
    }
    Failures.explain(
        "write the report " + section.path(),
        () -> {
          Places.probe(hadoop, section.path());
          return section;
        });
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
    Path place = new Path(file);
    Path written = Places.beside(place, "new");
    FileSystem files = plain(place.getFileSystem(hadoop));
    if (files.exists(place) && files.getFileStatus(place).isDirectory()) {
      throw new IOException(file + " is a folder (must be a file, or nothing)");
    }
    try (FSDataOutputStream out = files.create(written, false)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      Places.discard(files, written, e);
      throw e;
    }
    Places.put(files, written, place, replace);
  }

  /** Without the hidden checksum file that Hadoop's local file system puts beside each file. */
  private static FileSystem plain(FileSystem files) throws IOException {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }
}
