package io.github.sparknn.training.report;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.stream.Collectors;
import org.apache.commons.text.WordUtils;

/** A training report as text for the console. */
final class ReportTable {
  private static final int WIDTH = 108;
  private static final String INDENT = "  ";

  private final TrainingReport report;
  private final StringBuilder text = new StringBuilder();

  ReportTable(TrainingReport report) {
    this.report = report;
    writeHeading();
    writeEpochs();
    writeRound();
    writeWorkers();
    writeVerdict();
  }

  private void writeHeading() {
    line(
        "engine %s, %s, mini-batches of %s, averaging by %s, %s",
        report.engine(),
        Quantities.plural(report.workers(), "worker"),
        Quantities.count(report.batchSize()),
        report.averaging(),
        Quantities.plural(report.parameters(), "parameter"));
    report.declined().forEach((engine, reason) -> wrapped("not " + engine + ": " + reason));
  }

  private void writeEpochs() {
    line("");
    line(
        "%6s %10s %10s %9s %13s %7s %7s %10s %10s %9s %8s",
        "epoch",
        "loss",
        "val. loss",
        "accuracy",
        "examples",
        "rounds",
        "freq.",
        "time",
        "samples/s",
        "overhead",
        "balance");
    report.epochs().forEach(this::writeEpoch);
    if (!returnsLast()) {
      line("* returned");
    }
    wrapped(
        "overhead: of the mean round; freq.: mini-batches of a worker between two averagings, in the"
            + " last epoch "
            + report.epochs().get(report.epochs().size() - 1).averagingReason());
  }

  private boolean returnsLast() {
    return report.resultEpoch() == report.epochs().size();
  }

  private void writeEpoch(EpochReport epoch) {
    boolean marked = !returnsLast() && epoch.epoch() == report.resultEpoch();
    Validation validation = epoch.validation();
    line(
        "%s%5d %10s %10s %9s %13s %7s %7s %10s %10s %9s %8s",
        marked ? "*" : " ",
        epoch.epoch(),
        Quantities.significant(epoch.loss()),
        validation == null ? "-" : Quantities.significant(validation.loss()),
        validation == null || !validation.hasAccuracy()
            ? "-"
            : String.format(Locale.ROOT, "%.4f", validation.accuracy()),
        Quantities.count(epoch.examples()),
        Quantities.count(epoch.rounds()),
        Quantities.count(epoch.averagingFrequency()),
        Quantities.duration(epoch.seconds()),
        Quantities.rate(epoch.samplesPerSecond()),
        Quantities.millis(epoch.timesPerRound().overhead()),
        Quantities.percent(epoch.balance()));
  }

  private void writeRound() {
    RoundTimes round = report.timesPerRound();
    line("");
    line(
        "mean of %s: %s, of which %s overhead",
        Quantities.plural(report.roundCount(), "round"),
        Quantities.millis(round.total()),
        Quantities.percent(report.overheadShare()));
    for (Phase phase : Phase.values()) {
      double seconds = phase.seconds(round);
      line(
          INDENT + "%-10s %12s %6s  %s",
          phase.label(),
          Quantities.millis(seconds),
          Quantities.percent(seconds / round.total()),
          phase.meaning());
    }
  }

  private void writeWorkers() {
    DoubleSummaryStatistics seconds =
        report.workerTotals().stream()
            .collect(Collectors.summarizingDouble(WorkerReport::computeSeconds));
    LongSummaryStatistics examples =
        report.workerTotals().stream().collect(Collectors.summarizingLong(WorkerReport::examples));
    line("");
    line(
        "%s: each computed %s to %s on %s to %s examples, balance %s",
        Quantities.plural(report.workers(), "worker"),
        Quantities.duration(seconds.getMin()),
        Quantities.duration(seconds.getMax()),
        Quantities.count(examples.getMin()),
        Quantities.count(examples.getMax()),
        Quantities.percent(report.balance()));
    wrapped("on " + report.deviceSummary());
  }

  private void writeVerdict() {
    line("");
    SpeedUp speedUp = report.speedUp();
    if (speedUp == null) {
      line("Does Spark help here? Not measured.");
      return;
    }
    line("Does Spark help here? %s", speedUp.verdict());
    line(
        INDENT + "one worker computing alone %s samples/s, all together %s samples/s",
        Quantities.rate(speedUp.alone()),
        Quantities.rate(speedUp.together()));
    wrapped(SpeedUp.FORECAST);
  }

  private void wrapped(String paragraph) {
    Arrays.stream(WordUtils.wrap(paragraph, WIDTH - INDENT.length(), "\n", true).split("\n"))
        .forEach(part -> line("%s", INDENT + part));
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
