package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.ModelSection;
import io.github.sparknn.jobs.config.WriteMode;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/** The fitted pipeline on its file system. */
final class ModelStore {
  private ModelStore() {}

  /**
   * Makes sure that a model can be saved, without a Spark job: a file is written beside its path,
   * and deleted.
   *
   * @throws IllegalArgumentException when there is something at the path that may not be replaced,
   *     or nothing can be written there
   */
  static void checkPlace(SparkSession spark, ModelSection section) {
    if (section.mode() == WriteMode.ERROR && exists(spark, section.path())) {
      throw new IllegalArgumentException(
          "Cannot save the model: "
              + section.path()
              + " exists (model.mode: overwrite replaces it)");
    }
    Failures.explain(
        "save the model to " + section.path(),
        () -> {
          Places.probe(spark.sessionState().newHadoopConf(), section.path());
          return section.path();
        });
  }

  /**
   * Saves the model, replacing what the section allows to replace when the new one is written.
   *
   * @throws IllegalArgumentException when it cannot be saved; what was there before still is
   */
  static void save(SparkSession spark, PipelineModel model, ModelSection section) {
    Path place = new Path(section.path());
    Path written = Places.beside(place, "new");
    Failures.explain(
        "save the model to " + section.path(),
        () -> {
          FileSystem files = place.getFileSystem(spark.sessionState().newHadoopConf());
          try {
            model.write().save(written.toString());
          } catch (Exception | Error e) { // Spark throws checked exceptions undeclared.
            Places.discard(files, written, e);
            throw e;
          }
          Places.put(files, written, place, section.mode() == WriteMode.OVERWRITE);
          return place;
        });
  }

  /**
   * Makes sure that there is a model, without a Spark job.
   *
   * @throws IllegalArgumentException when there is none
   */
  static void checkThere(SparkSession spark, ModelSection section) {
    if (!exists(spark, section.path() + "/metadata")) {
      throw new IllegalArgumentException(
          "Cannot load the model: there is none at " + section.path() + " ('train' makes it)");
    }
  }

  /**
   * Loads the model.
   *
   * @throws IllegalArgumentException when it cannot be read
   */
  static PipelineModel load(ModelSection section) {
    return Failures.explain(
        "load the model from " + section.path(), () -> PipelineModel.load(section.path()));
  }

  /** Whether there is a file or folder at the path. */
  static boolean exists(SparkSession spark, String path) {
    Path place = new Path(path);
    return Failures.explain(
        "look at " + path,
        () -> place.getFileSystem(spark.sessionState().newHadoopConf()).exists(place));
  }
}
