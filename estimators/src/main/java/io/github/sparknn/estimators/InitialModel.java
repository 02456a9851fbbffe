package io.github.sparknn.estimators;

import io.github.sparknn.preprocessing.storage.StageFiles;
import io.github.sparknn.training.network.NetworkArchive;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Parameters that a training starts from: those of a saved model, or of DL4J's zip. */
final class InitialModel {
  private InitialModel() {}

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException if there is no such model, it cannot be read, or its layers
   *     are not those of the network
   */
  static float[] parameters(String path, NetworkSpec network) {
    NetworkArchive initial = StageFiles.loading("initialModel", path, () -> read(path));
    List<Long> given = initial.network().layerParameterCounts();
    List<Long> needed = network.layerParameterCounts();
    if (!given.equals(needed)) {
      throw new IllegalArgumentException(
          "Cannot start from initialModel %s: its layers have %s parameters (must be %s)"
              .formatted(path, given, needed));
    }
    return initial.state().parameters();
  }

  private static NetworkArchive read(String path) throws IOException {
    Path file = new Path(path);
    FileSystem files = file.getFileSystem(Dl4jFiles.hadoop());
    if (files.getFileStatus(file).isFile()) {
      return Dl4jFiles.read(files, file);
    }
    FittedNetwork fitted =
        ModelStorage.readData(StageFiles.of(path, SparkSession.active())).fitted();
    return new NetworkArchive(fitted.network(), fitted.state());
  }
}
