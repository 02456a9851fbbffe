package io.github.sparknn.training.faults;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.TrainingProgress;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.nd4j.linalg.learning.config.Adam;

/** A small training of two workers, the same in every process: two epochs of five rounds. */
final class Trainings {
  static final int ROWS = 320;
  static final StructType SCHEMA =
      new StructType()
          .add("features", DataTypes.createArrayType(DataTypes.FloatType, false))
          .add("label", DataTypes.IntegerType);

  private static float[] undisturbed;

  private Trainings() {}

  /** Rows with four features and one of three classes that follows from them. */
  static List<Row> rows(int count) {
    SplittableRandom random = new SplittableRandom(42);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] x = new float[4];
      for (int j = 0; j < x.length; j++) {
        x[j] = (float) (random.nextDouble() * 2 - 1);
      }
      int label = x[0] + x[1] > 0.3 ? 2 : x[2] > 0 ? 1 : 0;
      rows.add(RowFactory.create(x, label));
    }
    return rows;
  }

  static ShardedDataset.Builder sharding(Dataset<Row> table) {
    return ShardedDataset.builder(table)
        .features(TensorSpec.of(table, List.of("features"), null))
        .classLabels("label", 3)
        .workers(2)
        .seed(5);
  }

  static ShardedDataset shards(SparkSession spark) {
    return sharding(spark.createDataFrame(rows(ROWS), SCHEMA)).build();
  }

  /** Shards whose rows all lie in files on local disk. */
  static ShardedDataset spilledShards(SparkSession spark) {
    return sharding(spark.createDataFrame(rows(ROWS), SCHEMA)).shardMemory(0).build();
  }

  /** With dropout and Adam, so that random numbers and an optimizer's state take part. */
  static TrainingPlan plan() {
    return TrainingPlan.of(
            NetworkSpec.of(
                Networks.classifier(4, new int[] {8}, "relu", 0.3, 3, new Adam(0.02), 7)))
        .withEngine("dl4j")
        .withSeed(11)
        .withBatchSize(16)
        .withEpochs(2)
        .withAveragingFrequency(2);
  }

  /** The plan with checkpoints after every round, of which three are kept. */
  static TrainingPlan plan(Path checkpoints, CheckpointPlan.Mode mode) {
    return plan(checkpoints.toString(), mode);
  }

  /** The same with a folder on any file system. */
  static TrainingPlan plan(String checkpoints, CheckpointPlan.Mode mode) {
    return plan().withCheckpoints(new CheckpointPlan(checkpoints, 1, 3, mode));
  }

  static TrainedNetwork train(TrainingPlan plan, ShardedDataset data) {
    return ParameterAveraging.train(plan, data, TrainingListener.NONE);
  }

  /** The parameters that a training gives that nothing disturbs. */
  static synchronized float[] undisturbed() {
    if (undisturbed == null) {
      try (ShardedDataset data = shards(SharedSpark.session())) {
        undisturbed = train(plan(), data).state().parameters();
      }
    }
    return undisturbed;
  }

  /** What a round may set off at its end. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** Runs the action when that round, from 1, is finished and not yet saved. */
  static TrainingListener after(int round, Action action) {
    return new TrainingListener() {
      @Override
      public void roundFinished(TrainingProgress progress) {
        if (progress.round() == round) {
          try {
            action.run();
          } catch (Exception e) {
            throw new IllegalStateException("the action failed", e);
          }
        }
      }
    };
  }
}
