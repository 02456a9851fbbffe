package io.github.sparknn.jobs.config;

import org.apache.spark.sql.SaveMode;

/** What to do when there is something at the place to write to already. */
public enum WriteMode {
  /** Fail before anything is computed. */
  ERROR(SaveMode.ErrorIfExists),
  /** Replace it. */
  OVERWRITE(SaveMode.Overwrite),
  /** Add to it. */
  APPEND(SaveMode.Append);

  private final SaveMode saveMode;

  WriteMode(SaveMode saveMode) {
    this.saveMode = saveMode;
  }

  /** Spark's name of it. */
  public SaveMode saveMode() {
    return saveMode;
  }
}
