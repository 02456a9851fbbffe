package io.github.sparknn.training.dl4jspark;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.MiniBatchSpec;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.engine.dl4j.Examples;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains with one of DL4J Spark's own training masters, such as {@code
 * ParameterAveragingTrainingMaster}, on the shards of a {@link ShardedDataset}. For those who have
 * such a master configured, and as the peer in benchmarks.
 */
public final class Dl4jSparkTraining {
  private Dl4jSparkTraining() {}

  /**
   * The shards as mini-batches, one partition per shard, in the order of the given epoch. Every
   * evaluation of the RDD copies the rows into new arrays.
   *
   * @param batchSize examples per mini-batch; each shard's last one may be smaller
   * @throws IllegalArgumentException if the data set has weights, for which DL4J's data sets have
   *     no place
   */
  public static JavaRDD<DataSet> miniBatches(
      NetworkSpec network, ShardedDataset data, int batchSize, long seed, int epoch) {
    if (data.hasWeights()) {
      throw new IllegalArgumentException(
          "Cannot make DL4J data sets: the data set has weights, which they do not hold");
    }
    MiniBatchSpec spec = data.miniBatch(network.exampleShape(data.features()));
    return data.shards()
        .mapPartitions(
            shards -> {
              Shard shard = shards.next();
              int[] order = shard.order(seed, epoch);
              Examples examples = new Examples(network);
              List<DataSet> batches = new ArrayList<>();
              try (MiniBatch batch = MiniBatch.allocate(batchSize, spec)) {
                for (int from = 0; from < order.length; from += batch.rows()) {
                  shard.fill(batch, order, from);
                  batches.add(examples.of(batch).copy());
                }
              }
              return batches.iterator();
            });
  }

  /**
   * Trains a network from its initial parameters.
   *
   * @param master as configured by the caller; its batch size must be {@code batchSize}
   * @throws IllegalArgumentException if the network is a computation graph
   */
  public static MultiLayerNetwork train(
      NetworkSpec network,
      ShardedDataset data,
      TrainingMaster<?, ?> master,
      int batchSize,
      int epochs,
      long seed) {
    if (!(network.newNetwork() instanceof MultiLayerNetwork)) {
      throw new IllegalArgumentException(
          "Cannot train network: DL4J Spark takes a MultiLayerConfiguration here");
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(data.shards().context());
    SparkDl4jMultiLayer training =
        new SparkDl4jMultiLayer(spark, MultiLayerConfiguration.fromJson(network.json()), master);
    for (int epoch = 0; epoch < epochs; epoch++) {
      training.fit(miniBatches(network, data, batchSize, seed, epoch));
    }
    return training.getNetwork();
  }
}
