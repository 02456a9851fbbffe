package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.EpochReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnevenDataIT {
  private static final int ROWS = 1201;
  private static final int EPOCHS = 6;

  private static TrainingPlan plan(String engine) {
    return TrainingPlan.of(
            NetworkSpec.of(Networks.classifier(4, new int[] {16}, "relu", 0, 3, new Adam(0.03), 7)))
        .withEngine(engine)
        .withSeed(3)
        .withBatchSize(64)
        .withEpochs(EPOCHS);
  }

  private static Dataset<Row> table(List<Row> rows, int partitions) {
    return table(context().parallelize(rows, partitions));
  }

  private static Dataset<Row> table(JavaRDD<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, Trainings.SCHEMA);
  }

  private static JavaSparkContext context() {
    return new JavaSparkContext(SharedSpark.session().sparkContext());
  }

  /** Trains, and checks that each epoch used each row once. */
  private static float[] train(Dataset<Row> table, int workers, List<Row> rows) {
    return train(plan("dl4j"), table, workers, rows);
  }

  private static float[] train(TrainingPlan plan, Dataset<Row> table, int workers, List<Row> rows) {
    try (ShardedDataset data = Trainings.sharding(table).workers(workers).build()) {
      assertThat(data.shardRows()).hasSize(workers);
      for (int epoch = 0; epoch < 2; epoch++) {
        assertThat(firstFeatures(data, epoch))
            .containsExactlyInAnyOrderElementsOf(
                rows.stream().map(row -> ((float[]) row.get(0))[0]).toList());
      }
      TrainedNetwork trained = Trainings.train(plan, data);
      assertThat(trained.report().epochs())
          .hasSize(EPOCHS)
          .extracting(EpochReport::examples)
          .containsOnly((long) rows.size());
      assertThat(trained.report().epochs())
          .extracting(EpochReport::loss)
          .allMatch(Double::isFinite);
      return trained.state().parameters();
    }
  }

  /** Of all rows that the mini-batches of an epoch hold. */
  private static List<Float> firstFeatures(ShardedDataset data, int epoch) {
    long seed = 3;
    return data.shards()
        .mapPartitions(
            shards -> {
              Shard shard = shards.next();
              List<Float> found = new ArrayList<>();
              int[] order = shard.order(seed, epoch);
              try (MiniBatch batch = MiniBatch.allocate(64, new int[] {4}, 3)) {
                for (int from = 0; from < order.length; from += batch.rows()) {
                  shard.fill(batch, order, from);
                  for (int row = 0; row < batch.rows(); row++) {
                    found.add(batch.features().getFloat(row, 0));
                  }
                }
              }
              return found.iterator();
            })
        .collect();
  }

  private static double accuracy(float[] parameters, List<Row> rows) {
    MultiLayerNetwork network = (MultiLayerNetwork) plan("dl4j").network().newNetwork();
    network.setParams(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
    float[][] features = rows.stream().map(row -> (float[]) row.get(0)).toArray(float[][]::new);
    int[] predicted = network.predict(Nd4j.createFromArray(features));
    long right =
        IntStream.range(0, rows.size()).filter(i -> predicted[i] == rows.get(i).getInt(1)).count();
    return (double) right / rows.size();
  }

  @Test
  void howRowsArePartitionedDoesNotMatter() {
    List<Row> rows = Trainings.rows(ROWS);
    float[] even = train(table(rows, 2), 3, rows);

    JavaRDD<Row> giant =
        context()
            .parallelize(IntStream.range(0, 20).boxed().toList(), 20)
            .flatMap(i -> (i == 7 ? rows : List.<Row>of()).iterator());
    assertThat(train(table(rows, 1000), 3, rows)).isEqualTo(even);
    assertThat(train(table(giant), 3, rows)).isEqualTo(even);
  }

  @Test
  void aTableSortedByLabelTrainsAsWellAsAShuffledOne() {
    List<Row> rows = Trainings.rows(ROWS);
    List<Row> sorted = rows.stream().sorted(Comparator.comparingInt(row -> row.getInt(1))).toList();

    double shuffledAccuracy = accuracy(train(table(rows, 3), 3, rows), rows);
    double sortedAccuracy = accuracy(train(table(sorted, 3), 3, sorted), rows);

    assertThat(shuffledAccuracy).isGreaterThan(0.9);
    assertThat(sortedAccuracy).isGreaterThan(shuffledAccuracy - 0.03);
  }

  /** Three rows are three mini-batches of one, whatever the number of workers beyond three. */
  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void workersWithoutRowsTakeNoPart(String engine) {
    List<Row> rows = Trainings.rows(3);

    float[] three = train(plan(engine), table(rows, 5), 3, rows);
    float[] eight = train(plan(engine), table(rows, 5), 8, rows);

    assertThat(eight).usingComparatorWithPrecision(1e-5f).containsExactly(three);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void aLastBatchOfOneRowTrains(String engine) {
    List<Row> rows = Trainings.rows(129);

    double two = accuracy(train(plan(engine), table(rows, 2), 2, rows), rows);
    double one = accuracy(train(plan(engine), table(rows, 2), 1, rows), rows);

    assertThat(two).isGreaterThan(0.5);
    assertThat(one).isGreaterThan(0.5);
  }
}
