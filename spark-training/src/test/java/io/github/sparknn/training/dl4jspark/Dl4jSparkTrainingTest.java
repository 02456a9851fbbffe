package io.github.sparknn.training.dl4jspark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class Dl4jSparkTrainingTest {

  @Test
  void trainsWithDl4jSparksOwnMaster() {
    Dataset<Row> table =
        SharedSpark.session()
            .range(0, 256, 1, 2)
            .selectExpr(
                "array(cast(id % 16 as float) / 16, cast(id % 7 as float) / 7) as features",
                "cast(id % 16 >= 8 as int) as label");
    NetworkSpec network =
        NetworkSpec.of(Networks.classifier(2, new int[] {8}, "relu", 0, 2, new Adam(0.02), 1));
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(2, 16)
            .batchSizePerWorker(16)
            .averagingFrequency(4)
            .workerPrefetchNumBatches(0)
            .saveUpdater(true)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .build();
    try (ShardedDataset data =
        ShardedDataset.builder(table)
            .features(TensorSpec.of(table, List.of("features"), null))
            .classLabels("label", 2)
            .workers(2)
            .build()) {

      MultiLayerNetwork trained = Dl4jSparkTraining.train(network, data, master, 16, 40, 1);

      float[][] outputs =
          trained
              .output(Nd4j.createFromArray(new float[][] {{0.1f, 0.5f}, {0.9f, 0.5f}}))
              .toFloatMatrix();
      assertThat(outputs[0][0]).isGreaterThan(0.8f);
      assertThat(outputs[1][1]).isGreaterThan(0.8f);
    }
  }
}
