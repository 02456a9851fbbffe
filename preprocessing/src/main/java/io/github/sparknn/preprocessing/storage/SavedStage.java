package io.github.sparknn.preprocessing.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.SparkSession;

/**
 * Any stage or pipeline that Spark ML saved, by what its metadata tell.
 *
 * @param path where it was saved
 * @param className its class
 * @param uid its name
 * @param sparkVersion of the Spark that saved it
 * @param savedAt when
 */
public record SavedStage(
    String path, String className, String uid, String sparkVersion, Instant savedAt) {
  private static final String KIND = "saved model";

  /**
   * Reads the metadata on the driver, without a Spark job.
   *
   * @throws IllegalArgumentException there is no such path, or it is no saved stage; names the path
   */
  public static SavedStage of(String path, SparkSession spark) {
    return StageFiles.loading(KIND, path, () -> read(path, StageFiles.of(path, spark)));
  }

  private static SavedStage read(String path, StageFiles files) throws IOException {
    if (!files.exists("")) {
      throw new FileNotFoundException(path);
    } else if (!files.exists("metadata")) {
      throw new IllegalArgumentException("it is no saved model (it has no folder metadata)");
    }
    var metadata = files.anyMetadata();
    return new SavedStage(
        path,
        metadata.className(),
        metadata.uid(),
        metadata.sparkVersion(),
        Instant.ofEpochMilli(metadata.timestamp()));
  }

  /**
   * Loads it, by the class that its metadata name: not for files from strangers. Stages of a
   * pipeline are loaded likewise. Spark reads their metadata by jobs of one task.
   *
   * @throws IllegalArgumentException its class is not there, or its files are damaged
   */
  public Identifiable load(SparkSession spark) {
    return StageFiles.loading(
        KIND,
        path,
        () -> {
          try {
            Class.forName(className, false, Thread.currentThread().getContextClassLoader());
          } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                "its class %s is not on the class path".formatted(className), e);
          }
          return (Identifiable)
              DefaultParamsReader$.MODULE$.loadParamsInstance(path, spark.sparkContext());
        });
  }
}
