package io.github.sparknn.jobs;

import io.github.sparknn.training.report.TrainingReport;
import java.util.Locale;

/** What of a training's report is worth a look each time. */
final class TrainingFacts {
  private TrainingFacts() {}

  static void add(TrainingReport report, Results results) {
    results
        .add("engine, workers", report.engine() + ", " + report.workers())
        .add("device", report.deviceSummary())
        .add("epochs", report.epochs().size())
        .add("loss", report.result().loss())
        .add("samples/s", Math.round(report.samplesPerSecond()))
        .add(
            "overhead",
            String.format(
                Locale.ROOT,
                "%.1f ms a round, %.1f%% of the time",
                1e3 * report.timesPerRound().overhead(),
                100 * report.overheadShare()));
    if (report.resultEpoch() < report.epochs().size()) {
      results.add("returned epoch", report.resultEpoch());
    }
    if (report.speedUp() != null) {
      results.add("does Spark help?", report.speedUp().verdict());
    }
  }
}
