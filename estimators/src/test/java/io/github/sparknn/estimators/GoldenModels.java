package io.github.sparknn.estimators;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes the saved models under {@code src/test/resources/saved-models}, one of each kind and format
 * version, each with ten rows that it scored. A later version of this library must load them and
 * score the same. Never make those of an old version again: add a folder for the new one. (Format 1
 * was never released.)
 */
final class GoldenModels {
  private GoldenModels() {}

  /** Argument: the folder to put them into. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    save(
        folder.resolve("classification-2"),
        TestTables.classifier().setEpochs(3).setLabelCol("name").setHandleInvalid("keep"));
    save(
        folder.resolve("several-labels-2"),
        TestTables.classifier()
            .setEpochs(3)
            .setLabelCol("flags")
            .setThresholds(new double[] {0.45, 0.55}));
    save(
        folder.resolve("regression-2"),
        TestTables.regressor().setEpochs(3).setLabelCol("numbers").setLoss("mae"));
    save(folder.resolve("autoencoder-2"), TestTables.autoencoder().setEpochs(3));
    SharedSpark.session().stop();
  }

  private static void save(Path folder, NeuralNetworkEstimator<?, ?> estimator) throws IOException {
    Dataset<Row> table =
        TestTables.planes(60).selectExpr("*", "array(int(a > 0.5), int(b > 0.5)) as flags");
    Model<?> model = estimator.fit(table);
    ((MLWritable) model).write().save(folder.resolve("model").toString());
    model
        .transform(table.limit(10))
        .coalesce(1)
        .write()
        .parquet(folder.resolve("scored").toString());
  }
}
