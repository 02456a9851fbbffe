package io.github.sparknn.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingDivergedException;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.report.EpochReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTrackerTest {
  @TempDir private Path folder;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      return files.sorted().toList();
    }
  }

  private List<EventReader.Event> events() throws IOException {
    assertThat(files()).hasSize(1);
    return EventReader.read(files().get(0));
  }

  private TensorBoardTracker tracker() {
    return new TensorBoardTracker(folder.resolve("run").toString());
  }

  @Test
  void writesACurveOfEachFigure() throws IOException {
    TensorBoardTracker tracker = tracker();
    TrainedNetwork trained = Trainings.run(tracker);

    List<EventReader.Event> events = events();
    assertThat(files().get(0).getFileName().toString()).startsWith("events.out.tfevents.");
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    List<EventReader.Event> epochs =
        events.stream().filter(event -> event.values().containsKey("epoch/loss")).toList();
    assertThat(epochs).extracting(EventReader.Event::step).containsExactly(1L, 2L, 3L);
    for (EpochReport epoch : trained.report().epochs()) {
      EventReader.Event event = epochs.get(epoch.epoch() - 1);
      assertThat(event.values())
          .containsEntry("epoch/loss", (float) epoch.loss())
          .containsEntry("epoch/validation_loss", (float) epoch.validation().loss())
          .containsEntry("epoch/validation_accuracy", (float) epoch.validation().accuracy())
          .containsEntry("epoch/averaging_rounds", (float) epoch.rounds())
          .containsKeys("epoch/seconds", "epoch/samples_per_second");
    }
    assertThat(events.stream().filter(event -> event.values().containsKey("round/loss")))
        .hasSize(trained.report().roundCount());
    assertThat(tracker.problem()).isEmpty();
  }

  @Test
  void namesFilesAfterTheHostWhereItIsKnown() throws IOException {
    InetAddress box = InetAddress.getByAddress("box", new byte[] {10, 0, 0, 1});
    assertThat(TensorBoardTracker.hostName(() -> box)).isEqualTo("box");
    assertThat(
            TensorBoardTracker.hostName(
                () -> {
                  throw new UnknownHostException("box: Name or service not known");
                }))
        .isEqualTo("localhost");
  }

  @Test
  void eventsAreThereWhileTheTrainingRuns() {
    List<Integer> seen = new ArrayList<>();
    TrainingListener reader =
        new TrainingListener() {
          @Override
          public void epochFinished(EpochReport epoch) {
            try {
              seen.add(
                  (int)
                      events().stream()
                          .filter(event -> event.values().containsKey("epoch/loss"))
                          .count());
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    Trainings.run(TrainingListener.all(List.of(tracker(), reader)));
    assertThat(seen).containsExactly(1, 2, 3);
  }

  @Test
  void eachTrainingHasAFileAndWhatAFailedOneToldStays() throws IOException {
    TensorBoardTracker tracker = tracker();
    assertThatThrownBy(() -> Trainings.diverge(tracker))
        .isInstanceOf(TrainingDivergedException.class);
    assertThat(events().get(0).version()).isEqualTo("brain.Event:2");
    Trainings.run(tracker);
    assertThat(files()).hasSize(2);
  }

  @Test
  void aFolderThatCannotBeWrittenFailsTheTrainingAtItsStart() throws IOException {
    SharedSpark.session();
    Files.writeString(folder.resolve("run"), "a file");
    assertThatThrownBy(() -> Trainings.run(tracker()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot track training by TensorBoard at " + folder)
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> new TensorBoardTracker(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid directory: '' (must be a path)");
  }
}
