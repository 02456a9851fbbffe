package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmStartTest {
  private static final Dataset<Row> TABLE = TestTables.planes(120);
  @TempDir Path folder;

  private String path() {
    return folder.resolve("initial").toString();
  }

  /** Steps too small to see, so that what comes out is what training started from. */
  private static <E extends NeuralNetworkEstimator<E, M>, M extends NetworkModel<M>>
      float[] startedFrom(E estimator, String path) {
    return estimator
        .setInitialModel(path)
        .setOptimizer("sgd")
        .setLearningRate(1e-9)
        .setEpochs(1)
        .fit(TABLE)
        .parameters();
  }

  private static <E extends NeuralNetworkEstimator<E, M>, M extends NetworkModel<M>>
      void assertStartsWhereTheOtherEnded(E first, E second, String path) throws Exception {
    M trained = first.setEpochs(3).fit(TABLE);
    ((MLWritable) trained).write().save(path);
    trained.saveDl4j(path + ".zip");

    float[] expected = trained.parameters();
    float[] cold = second.setOptimizer("sgd").setLearningRate(1e-9).fit(TABLE).parameters();
    double moved = 0;
    for (int i = 0; i < cold.length; i++) {
      moved = Math.max(moved, Math.abs(cold[i] - expected[i]));
    }
    assertThat(moved).isGreaterThan(0.01);
    assertThat(startedFrom(second, path)).containsExactly(expected, within(1e-6f));
    assertThat(startedFrom(second, path + ".zip")).containsExactly(expected, within(1e-6f));
  }

  @Test
  void classifiersStartFromASavedModelOrZip() throws Exception {
    assertStartsWhereTheOtherEnded(TestTables.classifier(), TestTables.classifier(), path());
  }

  @Test
  void regressorsStartFromASavedModelOrZip() throws Exception {
    assertStartsWhereTheOtherEnded(
        TestTables.regressor().setHiddenLayers(new int[] {4}),
        TestTables.regressor().setHiddenLayers(new int[] {4}).setLoss("mae"),
        path());
  }

  @Test
  void autoencodersStartFromASavedModelOrZip() throws Exception {
    assertStartsWhereTheOtherEnded(TestTables.autoencoder(), TestTables.autoencoder(), path());
  }

  @Test
  void refusesModelsOfOtherLayersAndPathsWithoutOne() throws Exception {
    TestTables.regressor().setHiddenLayers(new int[] {4}).setEpochs(1).fit(TABLE).save(path());
    NeuralNetworkRegressor other =
        TestTables.regressor().setHiddenLayers(new int[] {5}).setInitialModel(path());

    assertThatThrownBy(() -> other.fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot start from initialModel %s: its layers have [12, 5] parameters (must be [15, 6])"
                .formatted(path()));
    assertThatThrownBy(() -> other.setInitialModel("/nowhere").fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot load initialModel from /nowhere: there is no such path");
  }
}
