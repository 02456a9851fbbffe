package io.github.sparknn.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.MiniBatchSpec;
import io.github.sparknn.datasets.Vocabulary;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.SplittableRandom;
import org.apache.spark.unsafe.Platform;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Rows that hold ids train and predict as the same rows with one-hot ids do. */
class IdInputsTest {
  private static final int ROWS = 9;
  private static final int CLASSES = 3;

  /** An id of 5, a number, an id of 4, two numbers. */
  private static final Vocabulary VOCABULARY = Vocabulary.of(new int[] {5, 0, 4, 0, 0});

  private static final int POSITIONS = 5;
  private static final int WIDTH = 12;

  private final float[] rows = new float[ROWS * POSITIONS];
  private final float[] oneHot = new float[ROWS * WIDTH];

  IdInputsTest() {
    SplittableRandom random = new SplittableRandom(3);
    int[] ids = VOCABULARY.ids();
    for (int i = 0; i < rows.length; i++) {
      int n = ids[i % POSITIONS];
      rows[i] = n > 0 ? random.nextInt(n) : (float) random.nextDouble() - 0.5f;
    }
    VOCABULARY.expand(rows, ROWS, oneHot);
  }

  private static MiniBatch batch(float[] features, MiniBatchSpec spec) {
    MiniBatch batch = MiniBatch.allocate(ROWS, spec);
    batch.setRows(ROWS);
    for (int i = 0; i < features.length; i++) {
      Platform.putFloat(null, batch.featuresAddress() + 4L * i, features[i]);
    }
    for (int i = 0; i < ROWS; i++) {
      Platform.putFloat(null, batch.labelsAddress() + 4L * (i * CLASSES + i % CLASSES), 1f);
    }
    return batch;
  }

  private MiniBatch ids() {
    return batch(rows, MiniBatchSpec.of(new int[] {POSITIONS}, CLASSES).withVocabulary(VOCABULARY));
  }

  private MiniBatch expanded() {
    return batch(oneHot, MiniBatchSpec.of(new int[] {WIDTH}, CLASSES));
  }

  private static void assertEqual(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(2e-6f));
    }
  }

  private void assertSameTraining(String engine, MultiLayerConfiguration configuration) {
    NetworkSpec spec = NetworkSpec.of(configuration);
    try (Replica replica = Engines.select(engine, spec).newReplica(spec, 1);
        Replica twin = Engines.select(engine, spec).newReplica(spec, 1);
        MiniBatch ids = ids();
        MiniBatch expanded = expanded()) {
      replica.load(spec.initialState(), 1);
      twin.load(spec.initialState(), 1);
      for (int step = 0; step < 5; step++) {
        assertThat(replica.step(ids)).isCloseTo(twin.step(expanded), within(1e-6));
      }
      assertEqual(replica.state().parameters(), twin.state().parameters());
      assertThat(replica.loss(ids)).isCloseTo(twin.loss(expanded), within(1e-6));
      float[] outputs = new float[ROWS * CLASSES];
      float[] expected = new float[ROWS * CLASSES];
      replica.infer(ids, outputs);
      twin.infer(expanded, expected);
      assertEqual(outputs, expected);
      // The same replica with rows of numbers again.
      replica.infer(expanded, outputs);
      assertEqual(outputs, expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void aDenseNetworkTakesIds(String engine) {
    assertSameTraining(
        engine, Networks.mlp(WIDTH, 7).optimizer(new Adam(0.01)).classifier(CLASSES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void aNetworkOfAnOutputLayerOnlyTakesIds(String engine) {
    assertSameTraining(engine, Networks.mlp(WIDTH).optimizer(new Adam(0.01)).classifier(CLASSES));
  }

  /** Dropout of one-hot ids before the first weights: there is nothing to gather for. */
  @ParameterizedTest
  @ValueSource(strings = {"blas"})
  void aNetworkThatDoesSomethingElseFirstGetsOneHotRows(String engine) {
    assertSameTraining(
        engine,
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(0.01))
            .list()
            .layer(new DropoutLayer.Builder(0.5).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(WIDTH)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build());
  }
}
