package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One step of a linear model of two inputs: two weights w and a bias. */
class OptimizerParamsTest {
  private static final double RATE = 0.1;
  private static final double STRENGTH = 0.5;
  private static final Dataset<Row> TABLE = TestTables.planes(64);

  private static NeuralNetworkRegressor oneStep(String engine) {
    return new NeuralNetworkRegressor()
        .setLabelCol("number")
        .setEngine(engine)
        .setOptimizer("sgd")
        .setLearningRate(RATE)
        .setBatchSize(64)
        .setEpochs(1)
        .setWorkers(1)
        .setSeed(5L);
  }

  private static float[] initial(NeuralNetworkRegressionModel model) {
    return model.networkSpec().initialState().parameters();
  }

  /** A step's parameters must be a plain step's, less this. */
  private interface Difference {
    double of(double initial, double step, boolean isWeight);
  }

  private static void assertStep(
      NeuralNetworkRegressor estimator, NeuralNetworkRegressor plain, Difference difference) {
    float[] expected = plain.fit(TABLE).parameters();
    NeuralNetworkRegressionModel model = estimator.fit(TABLE);
    float[] start = initial(model);
    float[] actual = model.parameters();
    assertThat(actual).hasSize(3);
    for (int i = 0; i < actual.length; i++) {
      double less = difference.of(start[i], expected[i] - start[i], i < 2);
      assertThat((double) actual[i]).isCloseTo(expected[i] - less, within(1e-6));
    }
    assertThat(actual).isNotEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void l1TakesTheSameOffEachWeight(String engine) {
    assertStep(
        oneStep(engine).setL1(STRENGTH),
        oneStep(engine),
        (start, step, isWeight) -> isWeight ? RATE * STRENGTH * Math.signum(start) : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void l2TakesAShareOffEachWeight(String engine) {
    assertStep(
        oneStep(engine).setL2(STRENGTH),
        oneStep(engine),
        (start, step, isWeight) -> isWeight ? RATE * STRENGTH * start : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void adamwTakesThatShareOffApartFromAdamsStep(String engine) {
    assertStep(
        oneStep(engine).setOptimizer("adamw").setL2(STRENGTH),
        oneStep(engine).setOptimizer("adam"),
        (start, step, isWeight) -> isWeight ? RATE * STRENGTH * start : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void aLayersGradientIsScaledDownToTheClip(String engine) {
    float[] plain = oneStep(engine).fit(TABLE).parameters();
    NeuralNetworkRegressionModel clipped = oneStep(engine).setGradientClip(STRENGTH).fit(TABLE);
    float[] start = initial(clipped);
    double squares = 0;
    for (int i = 0; i < plain.length; i++) {
      squares += Math.pow((start[i] - plain[i]) / RATE, 2);
    }
    double norm = Math.sqrt(squares);
    assertThat(norm).isGreaterThan(STRENGTH);
    assertStep(
        oneStep(engine).setGradientClip(STRENGTH),
        oneStep(engine),
        (initial, step, isWeight) -> step * (1 - STRENGTH / norm));
  }

  /** Nesterov's first step from rest is 1 + momentum times that of gradient descent. */
  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void momentumIsNesterovs(String engine) {
    assertStep(
        oneStep(engine).setOptimizer("nesterov").setMomentum(STRENGTH),
        oneStep(engine),
        (start, step, isWeight) -> -STRENGTH * step);
  }

  @Test
  void refusesMomentumOfOtherOptimizersAndParametersThatTheNetworkSays() {
    assertThatThrownBy(() -> oneStep("auto").setMomentum(0.5).fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid momentum: it is set for optimizer sgd (must go with nesterov)");
    String network = oneStep("auto").fit(TABLE).networkSpec().json();
    assertThatThrownBy(
            () ->
                new NeuralNetworkRegressor()
                    .setLabelCol("number")
                    .setNetwork(network)
                    .setGradientClip(1)
                    .fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid gradientClip: it cannot be set together with network, whose configuration says"
                + " it");
    assertThatThrownBy(() -> oneStep("auto").setL2(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("l2 given invalid value -1.0");
  }
}
