package io.github.sparknn.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The epochs of a training report as a table of a page. */
final class EpochTable {
  private final TrainingReport report;

  EpochTable(TrainingReport report) {
    this.report = report;
  }

  void write(Markup page) {
    int epochs = report.epochs().size();
    PageParts.fold(page, Quantities.plural(epochs, "epoch"), epochs, this::writeTable);
    List<Run> runs = runs();
    PageParts.fold(
        page,
        "Mini-batches of a worker between two averagings",
        runs.size(),
        details -> PageParts.table(details, body -> runs.forEach(run -> run.write(body))));
  }

  private void writeTable(Markup details) {
    List<String> heads = new ArrayList<>(List.of("epoch", "loss"));
    if (report.isValidated()) {
      heads.addAll(List.of("validation loss", "accuracy"));
    }
    heads.addAll(
        List.of(
            "examples", "rounds", "frequency", "time", "samples/s", "overhead a round", "balance"));
    PageParts.figures(
        details, heads, body -> report.epochs().forEach(epoch -> writeRow(body, epoch)));
  }

  private void writeRow(Markup body, EpochReport epoch) {
    String style = epoch.epoch() == report.resultEpoch() ? "result" : "";
    body.element(
        "tr",
        row -> {
          row.element("th", Integer.toString(epoch.epoch()));
          row.element("td", Quantities.significant(epoch.loss()));
          Validation validation = epoch.validation();
          if (report.isValidated()) {
            boolean measured = validation != null;
            row.element(
                "td", measured ? Quantities.significant(validation.loss()) : Quantities.NONE);
            row.element("td", measured ? ReportPage.accuracy(validation) : Quantities.NONE);
          }
          row.element("td", Quantities.count(epoch.examples()));
          row.element("td", Quantities.count(epoch.rounds()));
          row.element("td", Quantities.count(epoch.averagingFrequency()));
          row.element("td", Quantities.duration(epoch.seconds()));
          row.element("td", Quantities.rate(epoch.samplesPerSecond()));
          row.element("td", Quantities.millis(epoch.timesPerRound().overhead()));
          row.element("td", Quantities.percent(epoch.balance()));
        },
        style.isEmpty() ? new String[0] : new String[] {"class", style});
  }

  /**
   * Neighbouring epochs of the same averaging frequency.
   *
   * @param reason of the first one
   */
  private record Run(int first, int last, int frequency, String reason) {
    void write(Markup body) {
      String epochs =
          first == last
              ? "epoch " + first
              : String.format(Locale.ROOT, "epochs %d to %d", first, last);
      body.element(
          "tr",
          row ->
              row.element("th", epochs)
                  .element("td", Quantities.count(frequency), "class", "number")
                  .element("td", reason));
    }
  }

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (EpochReport epoch : report.epochs()) {
      int end = runs.size() - 1;
      if (end >= 0 && runs.get(end).frequency == epoch.averagingFrequency()) {
        Run run = runs.get(end);
        runs.set(end, new Run(run.first, epoch.epoch(), run.frequency, run.reason));
      } else {
        runs.add(
            new Run(
                epoch.epoch(), epoch.epoch(), epoch.averagingFrequency(), epoch.averagingReason()));
      }
    }
    return runs;
  }
}
