package io.github.sparknn.training.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Training reports whose figures follow simple rules. */
final class SampleReports {
  private SampleReports() {}

  /**
   * Each epoch takes 4 rounds on 1,000 examples a worker; a round computes 100 ms and spends 1 ms
   * on broadcast, 2 on scheduling, 3 on load, 4 on collect, 5 on average. Worker k computes 100 -
   * 4k ms. The loss of epoch n is 1/n, on validation data twice that, accuracy 1 - 1/(2n).
   */
  static TrainingReport of(int epochs, int workers, boolean validated) {
    return withEpochs(
        IntStream.rangeClosed(1, epochs).mapToObj(n -> epoch(n, workers, validated)).toList());
  }

  /** A report of those epochs. */
  static TrainingReport withEpochs(List<EpochReport> epochs) {
    return new TrainingReport(
        "blas",
        Map.of(),
        epochs.get(0).workers().size(),
        32,
        "mean",
        101_770,
        Collections.nCopies(epochs.get(0).workers().size(), "cpu"),
        configuration(),
        epochs.size(),
        epochs,
        rounds(epochs),
        SpeedUp.of(9_000, epochs));
  }

  /** The same report with some components changed. */
  static TrainingReport with(
      TrainingReport report,
      Map<String, String> declined,
      Map<String, String> configuration,
      int resultEpoch,
      SpeedUp speedUp) {
    return new TrainingReport(
        report.engine(),
        declined,
        report.workers(),
        report.batchSize(),
        report.averaging(),
        report.parameters(),
        report.devices(),
        configuration,
        resultEpoch,
        report.epochs(),
        report.rounds(),
        speedUp);
  }

  private static Map<String, String> configuration() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("training rows", "2,000");
    facts.put("seed", "1");
    facts.put("network", "{\n  \"confs\" : [ ]\n}");
    return facts;
  }

  private static EpochReport epoch(int number, int workers, boolean validated) {
    List<WorkerReport> shares =
        IntStream.range(0, workers)
            .mapToObj(k -> new WorkerReport(1000, 4 * (0.1 - k / 250.0)))
            .toList();
    Validation validation = validated ? new Validation(2.0 / number, 1 - 0.5 / number, 500) : null;
    return new EpochReport(
        number,
        1.0 / number,
        1000L * workers,
        4,
        8,
        "as set",
        new RoundTimes(0.004, 0.008, 0.012, 0.4, 0.016, 0.02),
        shares,
        validation);
  }

  private static List<RoundReport> rounds(List<EpochReport> epochs) {
    RoundHistory history = new RoundHistory();
    int done = 0;
    for (EpochReport epoch : epochs) {
      for (int i = 0; i < epoch.rounds(); i++) {
        history.add(
            new RoundReport(
                epoch.epoch(),
                ++done,
                1,
                epoch.examples() / epoch.rounds(),
                epoch.loss() * (1.15 - 0.1 * i),
                epoch.timesPerRound()));
      }
    }
    return new ArrayList<>(history.entries());
  }
}
