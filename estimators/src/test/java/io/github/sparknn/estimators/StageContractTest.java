package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.PublicStages;
import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class StageContractTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> neuralNetworkClassifier() {
    return StageContract.of(
        TestTables.classifier().setEpochs(1).setLabelCol("name"), TestTables.halves(60), folder);
  }

  @TestFactory
  Stream<DynamicTest> neuralNetworkRegressor() {
    return StageContract.of(TestTables.regressor().setEpochs(1), TestTables.planes(60), folder);
  }

  @TestFactory
  Stream<DynamicTest> neuralNetworkRegressorOfArrays() {
    return StageContract.of(
        TestTables.regressor().setEpochs(1).setLabelCol("numbers").setLoss("mae"),
        TestTables.planes(60),
        folder);
  }

  @TestFactory
  Stream<DynamicTest> neuralNetworkAutoencoder() {
    return StageContract.of(TestTables.autoencoder().setEpochs(1), TestTables.halves(60), folder);
  }

  @TestFactory
  Stream<DynamicTest> neuralNetworkClassifierOfSeveralLabels() {
    return StageContract.of(
        TestTables.classifier()
            .setEpochs(1)
            .setLabelCol("flags")
            .setThresholds(new double[] {0.4, 0.6}),
        TestTables.halves(60).selectExpr("*", "array(int(a > 0.5), int(b > 0.5)) as flags"),
        folder);
  }

  /** A stage that has no factory above is not tested. */
  @Test
  void everyStageHasAContractTest() {
    assertThat(PublicStages.in(NetworkModel.class))
        .hasSizeGreaterThanOrEqualTo(6)
        .contains(NeuralNetworkAutoencoder.class, NeuralNetworkAutoencoderModel.class);
    assertThat(PublicStages.untested(NetworkModel.class, StageContractTest.class)).isEmpty();
  }
}
