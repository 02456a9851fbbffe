package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class TrainingListenerTest {
  private final Map<String, String> configuration = new LinkedHashMap<>();
  private final List<String> heard = new ArrayList<>();

  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void trainingConfigured(Map<String, String> values) {
          heard.add("configured");
          values.forEach(configuration::putIfAbsent);
        }

        @Override
        public void trainingStarted(TrainingProgress progress) {
          heard.add("started");
        }

        @Override
        public void trainingFailed(Throwable error) {
          heard.add("failed");
        }
      };

  @Test
  void hearsParametersAndThePlanBeforeTheFirstRound() {
    TestTables.classifier().setEpochs(1).setTrainingListener(listener).fit(TestTables.halves(40));
    assertThat(heard).containsExactly("configured", "configured", "started");
    assertThat(configuration)
        .containsEntry("learningRate", "0.05")
        .containsEntry("hiddenLayers", "[8]")
        .containsEntry("optimizer", "adam")
        .containsEntry("training rows", "40")
        .doesNotContainKeys("network", "finished");
  }

  @Test
  void hearsOfDataThatCannotBeRead() {
    NeuralNetworkClassifier classifier =
        TestTables.classifier().setEpochs(1).setTrainingListener(listener);
    assertThatThrownBy(
            () ->
                classifier.fit(
                    TestTables.halves(40)
                        .withColumn(
                            "features", functions.expr("if(id = 3, array(float(1)), features)"))))
        .isInstanceOf(Exception.class);
    assertThat(heard).containsExactly("configured", "failed");
  }
}
