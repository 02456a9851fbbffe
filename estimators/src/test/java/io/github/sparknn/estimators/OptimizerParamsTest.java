package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** Two epochs of one step each are a step from where another ended, at the second's rate. */
  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void theScheduleChangesTheRateBetweenEpochs(String engine, @TempDir Path folder)
      throws IOException {
    String first = folder.resolve("first").toString();
    oneStep(engine).fit(TABLE).save(first);
    float[] expected =
        oneStep(engine).setLearningRate(RATE / 4).setInitialModel(first).fit(TABLE).parameters();

    NeuralNetworkRegressor twoSteps =
        oneStep(engine).setEpochs(2).setSchedule("step").setDecayEpochs(1).setDecayRate(0.25);

    assertThat(twoSteps.fit(TABLE).parameters()).containsExactly(expected, within(1e-6f));
    assertThat(oneStep(engine).setEpochs(2).setSchedule("cosine").fit(TABLE).networkSpec().json())
        .contains("MapSchedule");
  }

  @Test
  void refusesNumbersOfOtherSchedules() {
    assertThatThrownBy(() -> oneStep("auto").setSchedule("cosine").setDecayRate(0.5).fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid decayRate: it is set for schedule cosine (must go with step)");
    assertThatThrownBy(() -> oneStep("auto").setSchedule("warmup+cosine").fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid warmupEpochs: 1 (must be in [1, epochs), epochs being 1)");
  }

  /** Rows 0-31 and 32-63 go to one worker each; in a batch of all rows their order is nothing. */
  @Test
  void withoutShuffleWorkersGetRunsOfRows() {
    NeuralNetworkRegressor inOrder =
        oneStep("blas").setWorkers(2).setAveragingFrequency(1).setShuffle(false);
    NeuralNetworkRegressor ofHalf = oneStep("blas");
    float[] first = ofHalf.fit(TABLE.limit(32)).parameters();
    float[] second = ofHalf.fit(TABLE.offset(32)).parameters();
    float[] mean = new float[first.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (first[i] + second[i]) / 2;
    }
    assertThat(inOrder.fit(TABLE).parameters()).containsExactly(mean, within(1e-6f));
  }

  @Test
  void resetOptimizersGiveOtherModelsThanAveragedOnes() {
    NeuralNetworkRegressor adam =
        oneStep("blas").setOptimizer("adam").setEpochs(3).setAveragingFrequency(1);
    assertThat(adam.copy(ParamMap.empty()).setUpdaterState("reset").fit(TABLE).parameters())
        .isNotEqualTo(adam.fit(TABLE).parameters());
    assertThatThrownBy(() -> adam.copy(ParamMap.empty()).setUpdaterState("none").fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid updaterState: none (must be one of [averaged, reset])");
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
