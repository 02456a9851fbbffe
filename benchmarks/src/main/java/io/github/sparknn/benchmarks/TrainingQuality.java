package io.github.sparknn.benchmarks;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.dl4jspark.Dl4jSparkTraining;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;

/** Measures trained networks by DL4J, on the same examples of the training and the test set. */
final class TrainingQuality {
  /** Mean loss on a sample of the training set; infinite where training diverged. */
  static final String LOSS = "loss";

  /** Mean loss on the test set; infinite where training diverged. */
  static final String TEST_LOSS = "test loss";

  /** Share of the test set that is classified right; infinite where training diverged. */
  static final String ACCURACY = "accuracy";

  /** What a training that diverged is as good as, so that a median over seeds takes it in. */
  static final Map<String, Double> DIVERGED =
      Map.of(
          LOSS, Double.POSITIVE_INFINITY,
          TEST_LOSS, Double.POSITIVE_INFINITY,
          ACCURACY, Double.NEGATIVE_INFINITY);

  private static final int BATCH = 1000;

  private final List<DataSet> sample;
  private final List<DataSet> test;

  TrainingQuality(NetworkSpec network, Dataset<Row> sample, Dataset<Row> test) {
    this.sample = collect(network, sample);
    this.test = collect(network, test);
  }

  private static List<DataSet> collect(NetworkSpec network, Dataset<Row> table) {
    try (ShardedDataset data =
        ShardedDataset.builder(table)
            .features(TensorSpec.of(table, List.of("features"), null))
            .classLabels("label", ImageFolder.CLASSES)
            .workers(1)
            .build()) {
      return Dl4jSparkTraining.miniBatches(network, data, BATCH, 0, 0).collect();
    }
  }

  Map<String, Double> of(TrainedNetwork trained) {
    MultiLayerNetwork network = (MultiLayerNetwork) trained.toDl4j();
    double loss = loss(network, sample);
    double testLoss = loss(network, test);
    Evaluation evaluation = new Evaluation(ImageFolder.CLASSES);
    for (DataSet batch : test) {
      evaluation.eval(batch.getLabels(), network.output(batch.getFeatures(), false));
    }
    network.close();
    return Double.isFinite(loss) && Double.isFinite(testLoss)
        ? Map.of(LOSS, loss, TEST_LOSS, testLoss, ACCURACY, evaluation.accuracy())
        : DIVERGED;
  }

  private static double loss(MultiLayerNetwork network, List<DataSet> batches) {
    double sum = 0;
    long examples = 0;
    for (DataSet batch : batches) {
      sum += network.score(batch, false) * batch.numExamples();
      examples += batch.numExamples();
    }
    return sum / examples;
  }
}
