package io.github.sparknn.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingDivergedException;
import io.github.sparknn.training.report.EpochReport;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MlflowTrackerTest {
  private StubMlflow server;

  @BeforeEach
  void start() throws IOException {
    server = new StubMlflow();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private MlflowTracker tracker() {
    return new MlflowTracker()
        .setTrackingUri(server.uri())
        .setExperiment("flights")
        .setRunName("small")
        .setTag("team", "rail");
  }

  private static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new HashMap<>();
    list.forEach(pair -> pairs.put(pair.get("key").asText(), pair.get("value").asText()));
    return pairs;
  }

  @Test
  void aTrainingIsARunWithParametersMetricsAndTags() {
    MlflowTracker tracker = tracker();
    TrainedNetwork trained = Trainings.run(tracker);

    assertThat(server.asked("experiments/create").get(0).get("name").asText()).isEqualTo("flights");
    JsonNode run = server.asked("runs/create").get(0);
    assertThat(run.get("experiment_id").asText()).isEqualTo("7");
    assertThat(pairs(run.get("tags")))
        .containsEntry("mlflow.runName", "small")
        .containsEntry("mlflow.source.name", "SparkNN")
        .containsEntry("team", "rail");

    List<JsonNode> batches = server.asked("runs/log-batch");
    assertThat(batches).extracting(batch -> batch.get("run_id").asText()).containsOnly("r1");
    assertThat(pairs(batches.get(0).get("params")))
        .containsEntry("batch_size", "10")
        .containsEntry("training_rows", "40")
        .containsEntry("most_epochs", "3")
        .doesNotContainKeys("network", "finished");
    for (EpochReport epoch : trained.report().epochs()) {
      JsonNode metrics = batches.get(epoch.epoch()).get("metrics");
      metrics.forEach(metric -> assertThat(metric.get("step").asInt()).isEqualTo(epoch.epoch()));
      assertThat(pairs(metrics))
          .containsEntry("loss", Double.toString(epoch.loss()))
          .containsEntry("validation_loss", Double.toString(epoch.validation().loss()))
          .containsEntry("validation_accuracy", Double.toString(epoch.validation().accuracy()));
    }
    assertThat(pairs(batches.get(4).get("tags"))).containsEntry("sparknn.engine", "blas");
    assertThat(server.asked("runs/update").get(0).get("status").asText()).isEqualTo("FINISHED");
    assertThat(tracker.problem()).isEmpty();
    assertThat(tracker.target()).isEqualTo(server.uri() + ", run r1");
  }

  @Test
  void whatIsUsedIsToldWhereItIsNotWhatWasAskedFor() {
    MlflowTracker tracker = tracker();
    tracker.trainingConfigured(Map.of("workers", "0", "seed", "1"));
    Trainings.run(tracker);
    assertThat(pairs(server.asked("runs/log-batch").get(0).get("params")))
        .containsEntry("workers", "0")
        .containsEntry("used_workers", "2")
        .doesNotContainKeys("used_batch_size", "used_training_rows");
  }

  @Test
  void anExperimentThatIsThereIsUsed() {
    server.experiment = "flights";
    Trainings.run(tracker());
    assertThat(server.asked("experiments/create")).isEmpty();
    assertThat(server.asked("runs/create").get(0).get("experiment_id").asText()).isEqualTo("4");
  }

  @Test
  void aFailedTrainingIsAFailedRun() {
    assertThatThrownBy(() -> Trainings.diverge(tracker()))
        .isInstanceOf(TrainingDivergedException.class);
    assertThat(server.asked("runs/update")).hasSize(1);
    assertThat(server.asked("runs/update").get(0).get("status").asText()).isEqualTo("FAILED");
  }

  @Test
  void aServerThatIsNotThereFailsTheTrainingAtItsStart() {
    String uri = server.uri();
    server.close();
    assertThatThrownBy(() -> Trainings.run(new MlflowTracker().setTrackingUri(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot track training by MLflow at " + uri + ": ");
    assertThatThrownBy(() -> Trainings.run(new MlflowTracker().setTrackingUri("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot track training by MLflow at no server: there is no tracking URI (trackingUri or"
                + " MLFLOW_TRACKING_URI must be set)");
  }

  @Test
  void aServerThatBreaksLosesMetricsNotTheTraining() {
    server.broken = true;
    MlflowTracker tracker = tracker();
    TrainedNetwork trained = Trainings.run(tracker);
    assertThat(trained.report().epochs()).hasSize(3);
    assertThat(tracker.problem()).hasValueSatisfying(told -> assertThat(told).contains("500"));
    assertThat(server.asked("runs/update").get(0).get("status").asText()).isEqualTo("FINISHED");
  }

  @Test
  void aServerThatDoesNotAnswerDoesNotHoldTheTrainingUp() {
    server.experiment = "flights";
    server.asleep = true;
    MlflowTracker tracker = tracker().setTimeoutSeconds(6);
    assertThat(Trainings.run(tracker).report().epochs()).hasSize(3);
    assertThat(tracker.problem()).hasValue("no answer within 6 s");
  }
}
