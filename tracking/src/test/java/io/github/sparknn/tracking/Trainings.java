package io.github.sparknn.tracking;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.nd4j.linalg.learning.config.Sgd;

/** A training of a second. */
final class Trainings {
  private Trainings() {}

  /** Three epochs of one averaging each, validated. */
  static TrainedNetwork run(TrainingListener listener) {
    return run(listener, 0.1, "label");
  }

  /** One whose loss is not finite after the first step. */
  static TrainedNetwork diverge(TrainingListener listener) {
    return run(listener, 1e38, "label");
  }

  private static TrainedNetwork run(TrainingListener listener, double rate, String label) {
    Dataset<Row> rows =
        SharedSpark.session()
            .range(0, 40, 1, 2)
            .selectExpr(
                "array(float(sin(id)), float(cos(id))) as features", "int(id % 2) as label");
    TrainingPlan plan =
        TrainingPlan.of(
                NetworkSpec.of(Networks.mlp(2, 3).optimizer(new Sgd(rate)).seed(1).classifier(2)))
            .withEngine("blas")
            .withEpochs(3)
            .withBatchSize(10);
    try (ShardedDataset training = shards(rows, label);
        ShardedDataset validation = shards(rows, label)) {
      return ParameterAveraging.train(plan, training, validation, listener);
    }
  }

  private static ShardedDataset shards(Dataset<Row> rows, String label) {
    return ShardedDataset.builder(rows)
        .features(TensorSpec.of(rows, List.of("features"), null))
        .classLabels(label, 2)
        .workers(2)
        .seed(5)
        .build();
  }
}
