package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.StageContract;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
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
  void thereIsAContractTestForEveryEstimator() throws Exception {
    Path classes =
        Path.of(
            NeuralNetworkEstimator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    List<String> estimators = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes.resolve("io/github/sparknn/estimators"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> type =
            name.contains("$") || name.contains("-") || !file.toString().endsWith(".class")
                ? Object.class
                : Class.forName("io.github.sparknn.estimators." + name);
        if (Estimator.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
          estimators.add(name);
        }
      }
    }
    List<String> tested =
        Arrays.stream(StageContractTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(TestFactory.class))
            .map(method -> method.getName().toLowerCase(Locale.ROOT))
            .toList();
    assertThat(estimators).hasSizeGreaterThanOrEqualTo(3);
    assertThat(estimators)
        .allSatisfy(name -> assertThat(tested).contains(name.toLowerCase(Locale.ROOT)));
  }
}
