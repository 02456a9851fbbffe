package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.JobFile;
import io.github.sparknn.jobs.config.ReportSection;
import io.github.sparknn.jobs.config.WriteMode;
import io.github.sparknn.training.report.TrainingReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The report of a training on its file system. */
final class ReportFiles {
  private ReportFiles() {}

  /**
   * Makes sure that the report can be saved, without a Spark job.
   *
   * @throws IllegalArgumentException when there is a file that may not be replaced
   */
  static void checkFree(SparkSession spark, ReportSection section) {
    for (String file : new String[] {section.html(), section.json()}) {
      if (section.mode() == WriteMode.ERROR && ModelStore.exists(spark, file)) {
        throw new IllegalArgumentException(
            "Cannot write the report: "
                + file
                + " exists (train.report.mode: overwrite replaces it)");
      }
    }
  }

  /**
   * Writes the page, with the job's name as its title, and the figures, replacing what the section
   * allows to replace. The model is saved already.
   *
   * @throws IllegalArgumentException when a file cannot be written
   */
  static void write(SparkSession spark, JobFile job, TrainingReport report) {
    ReportSection section = job.train().report();
    Configuration hadoop = spark.sessionState().newHadoopConf();
    boolean replace = section.mode() == WriteMode.OVERWRITE;
    Failures.explain(
        "write the report " + section.path() + " (the model is saved)",
        () -> {
          write(hadoop, section.json(), report.toJson(), replace);
          write(hadoop, section.html(), report.toHtml(job.app()), replace);
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
