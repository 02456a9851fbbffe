package io.github.sparknn.estimators;

import io.github.sparknn.preprocessing.storage.StageFiles;
import io.github.sparknn.training.WholeFile;
import io.github.sparknn.training.network.NetworkArchive;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.OutputKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.SparkSession;

/** Networks as DL4J's zips on Hadoop's file systems. */
final class Dl4jFiles {
  private Dl4jFiles() {}

  static void save(FittedNetwork fitted, String path) {
    Path target = new Path(path);
    NetworkArchive archive = new NetworkArchive(fitted.network(), fitted.state());
    try {
      WholeFile.create(target.getFileSystem(hadoop()), target, archive::write);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("Cannot save DL4J network: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot save DL4J network to " + path + ": " + e.getMessage(), e);
    }
  }

  static NetworkModel<?> load(String path) {
    return StageFiles.loading("DL4J network", path, () -> model(read(path)));
  }

  private static NetworkArchive read(String path) throws IOException {
    Path file = new Path(path);
    return read(file.getFileSystem(hadoop()), file);
  }

  static NetworkArchive read(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return NetworkArchive.read(in);
    }
  }

  static Configuration hadoop() {
    return SparkSession.active().sessionState().newHadoopConf();
  }

  private static NetworkModel<?> model(NetworkArchive archive) {
    NetworkSpec network = archive.network();
    int outputs = network.outputSize();
    if (network.givesSequences()) {
      throw new IllegalArgumentException(
          "its output layer gives values for each time step (must give them for each row)");
    } else if (outputs < 1) {
      throw new IllegalArgumentException(
          "its configuration does not tell how many values its output layer gives");
    }
    FittedNetwork fitted = new FittedNetwork(network, archive.state(), null);
    return network.outputKind() == OutputKind.NUMBERS
        ? regression(fitted, outputs)
        : classification(fitted, network.outputKind(), outputs);
  }

  private static NeuralNetworkRegressionModel regression(FittedNetwork fitted, int outputs) {
    TargetKind kind = outputs == 1 ? TargetKind.NUMBER : TargetKind.ARRAY;
    String uid = Identifiable.randomUID("neuralNetworkRegressor");
    return new NeuralNetworkRegressionModel(uid, fitted, kind, outputs, null);
  }

  private static NeuralNetworkClassificationModel classification(
      FittedNetwork fitted, OutputKind outputKind, int outputs) {
    LabelClasses.Kind kind =
        outputKind == OutputKind.ONE_CLASS ? LabelClasses.Kind.NUMBER : LabelClasses.Kind.ARRAY;
    List<String> labels = IntStream.range(0, outputs).mapToObj(Integer::toString).toList();
    String uid = Identifiable.randomUID("neuralNetworkClassifier");
    return new NeuralNetworkClassificationModel(
        uid, fitted, LabelClasses.parse(kind.name(), labels), null);
  }
}
