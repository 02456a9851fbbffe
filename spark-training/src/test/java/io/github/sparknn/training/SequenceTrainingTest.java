package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.dl4jspark.Dl4jSparkTraining;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Sequences of 1 to 6 steps: is the sum positive, at the end and after each step? */
class SequenceTrainingTest {
  private static final DataType STEPS =
      DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.FloatType));

  private static Dataset<Row> table(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> data = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<List<Float>> steps = new ArrayList<>();
      List<List<Float>> signs = new ArrayList<>();
      float sum = 0;
      for (int t = i % 6; t >= 0; t--) {
        float value = (float) random.nextDouble(-1, 1);
        sum += value;
        steps.add(List.of(value, 1f));
        signs.add(sum > 0 ? List.of(0f, 1f) : List.of(1f, 0f));
      }
      data.add(RowFactory.create(steps, signs, sum > 0 ? 1 : 0));
    }
    StructType schema =
        new StructType()
            .add("steps", STEPS)
            .add("signs", STEPS)
            .add("label", DataTypes.IntegerType);
    return SharedSpark.session().createDataFrame(data, schema);
  }

  private static ShardedDataset.Builder shards(Dataset<Row> table, int workers) {
    return ShardedDataset.builder(table)
        .features(TensorSpec.sequences(table, List.of("steps"), null))
        .workers(workers)
        .seed(5);
  }

  private static TrainingPlan plan(boolean everyStep) {
    var network = Networks.lstm(2, 8).optimizer(new Adam(0.02)).seed(7);
    return TrainingPlan.of(
            NetworkSpec.of((everyStep ? network.everyStep() : network).classifier(2)))
        .withBatchSize(16);
  }

  @Test
  void oneWorkerGivesWhatDl4jGivesWithMasks() {
    Dataset<Row> table = table(50, 1);
    try (ShardedDataset data = shards(table, 1).classLabels("label", 2).build()) {
      TrainingPlan plan = plan(false).withEpochs(2).withAveragingFrequency(100).withSeed(3);
      TrainedNetwork trained = ParameterAveraging.train(plan, data, TrainingListener.NONE);
      MultiLayerNetwork twin = (MultiLayerNetwork) plan.network().newNetwork();
      for (int epoch = 0; epoch < 2; epoch++) {
        Dl4jSparkTraining.miniBatches(plan.network(), data, 16, 3, epoch)
            .collect()
            .forEach(twin::fit);
      }
      assertThat(trained.state().parameters())
          .containsExactly(NetworkStates.read(twin).parameters(), within(1e-6f));
      assertThat(trained.report().engine()).isEqualTo("dl4j");
    }
  }

  @Test
  void twoWorkersLearnFromSequencesOfAnyLength() {
    TrainedNetwork trained = train(plan(false).withEpochs(25), false);
    Validation best = validation(trained);
    assertThat(best.accuracy()).isGreaterThan(0.93);
    assertThat(best.loss()).isLessThan(0.2);
    try (ShardedDataset other = shards(table(120, 2), 2).classLabels("label", 2).build()) {
      assertThat(best.accuracy()).isCloseTo(accuracyByDl4j(trained, other), within(1e-9));
    }
  }

  @Test
  void stepsWithLabelsOfTheirOwnAreLearnt() {
    TrainedNetwork trained = train(plan(true).withEpochs(25), true);
    assertThat(validation(trained).accuracy()).isNaN();
    try (ShardedDataset other = labelled(shards(table(120, 2), 2), true)) {
      assertThat(accuracyByDl4j(trained, other)).isGreaterThan(0.93);
    }
  }

  private static TrainedNetwork train(TrainingPlan plan, boolean everyStep) {
    try (ShardedDataset data = labelled(shards(table(600, 1), 2), everyStep);
        ShardedDataset validation = labelled(shards(table(120, 2), 2), everyStep)) {
      return ParameterAveraging.train(plan, data, validation, TrainingListener.NONE);
    }
  }

  private static Validation validation(TrainedNetwork trained) {
    return trained.report().epochs().get(trained.state().epoch() - 1).validation();
  }

  private static ShardedDataset labelled(ShardedDataset.Builder shards, boolean everyStep) {
    TensorSpec signs = TensorSpec.ofSequences("signs", 6, 2);
    return (everyStep ? shards.labels(signs) : shards.classLabels("label", 2)).build();
  }

  private static double accuracyByDl4j(TrainedNetwork trained, ShardedDataset validation) {
    MultiLayerNetwork network = (MultiLayerNetwork) trained.toDl4j();
    Evaluation evaluation = new Evaluation(2);
    for (DataSet batch :
        Dl4jSparkTraining.miniBatches(trained.network(), validation, 50, 0, 0).collect()) {
      evaluation.eval(
          batch.getLabels(),
          network.output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null),
          batch.getLabelsMaskArray());
    }
    return evaluation.accuracy();
  }

  @Test
  void aNetworkThatTakesNoSequencesIsRefused() {
    Dataset<Row> table = table(10, 1);
    try (ShardedDataset data = shards(table, 2).classLabels("label", 2).build()) {
      TrainingPlan plan = TrainingPlan.of(NetworkSpec.of(Networks.mlp(12).classifier(2)));
      assertThatThrownBy(() -> ParameterAveraging.train(plan, data, TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "Cannot train network: column 'steps' holds sequences of varying length, and the"
                  + " network takes none");
    }
  }
}
