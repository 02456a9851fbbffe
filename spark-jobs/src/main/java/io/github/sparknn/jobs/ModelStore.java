package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.ModelSection;
import io.github.sparknn.jobs.config.WriteMode;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/** The fitted pipeline on its file system. */
final class ModelStore {
  private ModelStore() {}

  /**
   * Makes sure that a model can be saved, without a Spark job.
   *
   * @throws IllegalArgumentException when there is something at the path that may not be replaced
   */
  static void checkFree(SparkSession spark, ModelSection section) {
    if (section.mode() == WriteMode.ERROR && exists(spark, section.path())) {
      throw new IllegalArgumentException(
          "Cannot save the model: "
              + section.path()
              + " exists (model.mode: overwrite replaces it)");
    }
  }

  /** Saves the model, replacing what the section allows to replace. */
  static void save(PipelineModel model, ModelSection section) {
    Failures.explain(
        "save the model to " + section.path(),
        () -> {
          if (section.mode() == WriteMode.OVERWRITE) {
            model.write().overwrite().save(section.path());
          } else {
            model.write().save(section.path());
          }
          return section.path();
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
