package io.github.sparknn.training.report;

import java.util.Map;
import java.util.function.Consumer;

/** A training report as an HTML page. */
final class ReportPage {
  private final TrainingReport report;
  private final Markup page;

  /**
   * @param page where to write
   */
  private ReportPage(TrainingReport report, Markup page) {
    this.report = report;
    this.page = page;
  }

  /** The whole report, with more sections behind the curves. */
  static String of(TrainingReport report, String title, Consumer<Markup> more) {
    return Markup.page(title, body -> new ReportPage(report, body).writeAll(title, more))
        .toString();
  }

  /** What was trained, and the curves of its loss and accuracy. */
  static String ofCurves(TrainingReport report, String title) {
    return Markup.page(title, body -> new ReportPage(report, body).writeCurves()).toString();
  }

  private void writeCurves() {
    page.element("p", summary(), "class", "soft");
    new ReportCharts(report).writeLearning(page);
  }

  private void writeAll(String title, Consumer<Markup> more) {
    page.element("h1", title);
    page.element("p", summary(), "class", "soft");
    PageParts.tiles(page, this::writeTiles);
    writeVerdict();
    PageParts.section(page, "Learning", new ReportCharts(report)::writeLearning);
    more.accept(page);
    PageParts.section(page, "Where the time goes", section -> writeTime());
    PageParts.section(page, "Workers", section -> writeWorkers());
    PageParts.section(page, "Epochs", new EpochTable(report)::write);
    PageParts.section(page, "Configuration", section -> writeConfiguration());
  }

  private String summary() {
    return String.format(
        "Engine %s trained %s for %s of %s examples on %s, in mini-batches of %s averaged by %s.",
        report.engine(),
        Quantities.plural(report.parameters(), "parameter"),
        Quantities.plural(report.epochs().size(), "epoch"),
        Quantities.count(report.epochs().get(0).examples()),
        Quantities.plural(report.workers(), "worker"),
        Quantities.count(report.batchSize()),
        report.averaging());
  }

  private void writeTiles(Markup tiles) {
    EpochReport result = report.result();
    String epoch = "epoch " + report.resultEpoch() + " of " + report.epochs().size() + ", returned";
    PageParts.tile(tiles, "Training loss", Quantities.significant(result.loss()), epoch);
    Validation validation = result.validation();
    if (validation != null) {
      String rows = "on " + Quantities.count(validation.examples()) + " rows";
      PageParts.tile(tiles, "Validation loss", Quantities.significant(validation.loss()), rows);
      if (validation.hasAccuracy()) {
        PageParts.tile(tiles, "Accuracy", accuracy(validation), "on validation data");
      }
    }
    PageParts.tile(
        tiles,
        "Time",
        Quantities.duration(report.seconds()),
        Quantities.plural(report.roundCount(), "round"));
    PageParts.tile(tiles, "Throughput", Quantities.rate(report.samplesPerSecond()), "samples/s");
    PageParts.tile(
        tiles,
        "Overhead",
        Quantities.percent(report.overheadShare()),
        Quantities.millis(report.timesPerRound().overhead()) + " a round");
    PageParts.tile(
        tiles, "Balance", Quantities.percent(report.balance()), "mean over slowest worker");
  }

  static String accuracy(Validation validation) {
    return validation.hasAccuracy()
        ? Quantities.exactPercent(validation.accuracy())
        : Quantities.NONE;
  }

  private void writeVerdict() {
    SpeedUp speedUp = report.speedUp();
    boolean compared = speedUp != null && speedUp.workers() > 1;
    String style = !compared ? "verdict" : speedUp.helps() ? "verdict good" : "verdict bad";
    page.element(
        "section",
        box -> {
          box.element("h2", "Does Spark help here?");
          if (speedUp == null) {
            box.element("p", "Not measured.");
            return;
          }
          box.element("p", speedUp.verdict());
          new ReportCharts(report).writeSpeedUp(box, speedUp);
          box.element("small", "Forecast: " + SpeedUp.FORECAST);
        },
        "class",
        style);
  }

  private void writeTime() {
    RoundTimes round = report.timesPerRound();
    page.element(
        "p",
        String.format(
            "The mean of %s took %s. Validation and checkpoints between rounds do not count.",
            Quantities.plural(report.roundCount(), "round"), Quantities.duration(round.total())));
    page.element(
        "div",
        share -> {
          for (Phase phase : Phase.values()) {
            String width = Plot.percent(phase.seconds(round) / round.total());
            share.element("div", "", "class", phase.label(), "style", "width:" + width);
          }
        },
        "class",
        "share");
    new ReportCharts(report).writeTime(page, this::writePhases);
  }

  private void writePhases(Markup cell) {
    RoundTimes round = report.timesPerRound();
    PageParts.table(
        cell,
        body -> {
          for (Phase phase : Phase.values()) {
            double seconds = phase.seconds(round);
            body.element(
                "tr",
                row -> {
                  row.element(
                      "th",
                      name -> Plot.writeKey(name, new Plot.Key(phase.label(), phase.label())));
                  row.element("td", Quantities.millis(seconds), "class", "number");
                  row.element("td", Quantities.percent(seconds / round.total()), "class", "number");
                  row.element("td", phase.meaning(), "class", "soft");
                });
          }
        });
  }

  private void writeWorkers() {
    page.element(
        "p",
        "Computing time and examples in the whole training; balance "
            + Quantities.percent(report.balance())
            + ", the mean time divided by the longest. Computed on "
            + report.deviceSummary()
            + ".");
    new ReportCharts(report).writeWorkers(page);
  }

  private void writeConfiguration() {
    report
        .declined()
        .forEach((engine, reason) -> page.element("p", "Not engine " + engine + ": " + reason));
    PageParts.table(
        page,
        body ->
            report.configuration().entrySet().stream()
                .filter(entry -> !isLong(entry))
                .forEach(
                    entry ->
                        body.element(
                            "tr",
                            row ->
                                row.element("th", entry.getKey())
                                    .element("td", entry.getValue()))));
    report.configuration().entrySet().stream()
        .filter(ReportPage::isLong)
        .forEach(
            entry ->
                PageParts.folded(page, entry.getKey(), d -> d.element("pre", entry.getValue())));
  }

  private static boolean isLong(Map.Entry<String, String> entry) {
    return entry.getValue().contains("\n");
  }
}
