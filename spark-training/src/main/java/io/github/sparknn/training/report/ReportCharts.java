package io.github.sparknn.training.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a training report shows as pictures. */
final class ReportCharts {
  private static final int FEW_EPOCHS = 5;
  private static final String EPOCH = "epoch";

  private final TrainingReport report;
  private final List<EpochReport> epochs;
  private final double[] numbers;

  ReportCharts(TrainingReport report) {
    this.report = report;
    epochs = report.epochs();
    numbers = each(EpochReport::epoch);
  }

  /** Losses of rounds and epochs, and the accuracy on validation data. */
  void writeLearning(Markup page) {
    double[] training = each(EpochReport::loss);
    double[] validation = report.isValidated() ? eachValidation(Validation::loss) : new double[0];
    double[] rounds = report.rounds().stream().mapToDouble(RoundReport::loss).toArray();
    Axis y =
        Axis.around(
            Stream.of(training, validation, rounds).flatMapToDouble(Arrays::stream).toArray());
    LineChart loss =
        new LineChart(
            y.logarithmic() ? "Loss, logarithmic" : "Loss", EPOCH, Axis.whole(epochs.size()), y);
    if (rounds.length > epochs.size()) {
      loss.curve("rounds", "faint", roundEnds(), rounds);
    }
    loss.curve("training, mean of an epoch", "series1", numbers, training);
    if (!report.isValidated()) {
      PageParts.pair(page, List.of(loss::write));
      return;
    }
    loss.curve("validation", "series2", numbers, validation);
    boolean returnsEarlier = report.resultEpoch() < epochs.size();
    if (returnsEarlier) {
      loss.vertical("epoch " + report.resultEpoch() + ", returned", report.resultEpoch());
    }
    double[] share = eachValidation(Validation::accuracy);
    if (Arrays.stream(share).allMatch(Double::isNaN)) {
      PageParts.pair(page, List.of(loss::write));
      return;
    }
    LineChart accuracy =
        new LineChart(
                "Accuracy on validation data", EPOCH, Axis.whole(epochs.size()), Axis.around(share))
            .curve("validation", "series2", numbers, share);
    if (returnsEarlier) {
      accuracy.vertical("epoch " + report.resultEpoch() + ", returned", report.resultEpoch());
    }
    PageParts.pair(page, List.of(loss::write, accuracy::write));
  }

  /** Where each round entry ends, in epochs. */
  private double[] roundEnds() {
    double perEpoch = (double) report.examples() / epochs.size();
    long[] examples = report.rounds().stream().mapToLong(RoundReport::examples).toArray();
    Arrays.parallelPrefix(examples, Long::sum);
    return Arrays.stream(examples).mapToDouble(sum -> sum / perEpoch).toArray();
  }

  /** Throughputs of one worker, of all, and the forecasts. */
  void writeSpeedUp(Markup page, SpeedUp speedUp) {
    double most = Math.max(speedUp.withFourTimes(), speedUp.alone());
    int workers = speedUp.workers();
    bars(
        page,
        bars -> {
          bar(bars, "1 worker alone", "", speedUp.alone(), most, told(speedUp, speedUp.alone()));
          bar(
              bars,
              Quantities.plural(workers, "worker") + " with Spark",
              "",
              speedUp.together(),
              most,
              told(speedUp, speedUp.together()));
          forecast(bars, speedUp, 2 * workers, speedUp.withTwice(), most);
          forecast(bars, speedUp, 4 * workers, speedUp.withFourTimes(), most);
        });
  }

  private static void forecast(
      Markup bars, SpeedUp speedUp, int workers, double rate, double most) {
    bar(
        bars,
        Quantities.plural(workers, "worker") + ", forecast",
        "forecast",
        rate,
        most,
        told(speedUp, rate));
  }

  private static String told(SpeedUp speedUp, double rate) {
    return Quantities.rate(rate) + "/s, " + Quantities.factor(rate / speedUp.alone());
  }

  /** Times of epochs or rounds, and the throughput, after something else. */
  void writeTime(Markup page, Consumer<Markup> first) {
    boolean byRound = isByRound();
    String unit = byRound ? "round" : EPOCH;
    List<ColumnChart.Column> whole = byRound ? rounds() : epochs(EpochReport::times);
    List<ColumnChart.Column> each = byRound ? whole : epochs(EpochReport::timesPerRound);
    ColumnChart time =
        new ColumnChart(
            byRound ? "Time of a round" : "Time of an epoch", unit, List.of(Phase.values()), whole);
    ColumnChart overhead =
        new ColumnChart("Overhead of a round, without computing", unit, Phase.OVERHEAD, each);
    PageParts.pair(page, List.of(first, this::writeThroughput, time::write, overhead::write));
  }

  private List<ColumnChart.Column> epochs(Function<EpochReport, RoundTimes> times) {
    return epochs.stream()
        .map(e -> new ColumnChart.Column(e.epoch(), e.epoch(), times.apply(e)))
        .toList();
  }

  private List<ColumnChart.Column> rounds() {
    return report.rounds().stream()
        .map(
            round ->
                new ColumnChart.Column(
                    round.firstRound(),
                    round.firstRound() + round.rounds() - 1,
                    round.times().dividedBy(round.rounds())))
        .toList();
  }

  private void writeThroughput(Markup page) {
    double[] rates =
        isByRound()
            ? report.rounds().stream().mapToDouble(r -> r.examples() / r.times().total()).toArray()
            : each(EpochReport::samplesPerSecond);
    SpeedUp speedUp = report.speedUp();
    double alone = speedUp == null ? Double.NaN : speedUp.alone();
    Axis y =
        Axis.fromZero(DoubleStream.concat(Arrays.stream(rates), DoubleStream.of(alone)).toArray());
    LineChart chart =
        new LineChart("Throughput, samples/s", EPOCH, Axis.whole(epochs.size()), y)
            .curve("all workers", "series1", isByRound() ? roundEnds() : numbers, rates);
    if (Double.isFinite(alone)) {
      chart.horizontal("one worker computing alone", alone);
    }
    chart.write(page);
  }

  /** Whether there are so few epochs that their rounds tell more. */
  private boolean isByRound() {
    return epochs.size() < FEW_EPOCHS && report.rounds().size() > epochs.size();
  }

  /** What each worker computed. */
  void writeWorkers(Markup page) {
    List<WorkerReport> totals = report.workerTotals();
    double most = totals.stream().mapToDouble(WorkerReport::computeSeconds).max().orElse(0);
    bars(
        page,
        bars ->
            IntStream.range(0, totals.size())
                .forEach(
                    i -> {
                      WorkerReport total = totals.get(i);
                      String text =
                          String.format(
                              Locale.ROOT,
                              "%s, %s examples",
                              Quantities.duration(total.computeSeconds()),
                              Quantities.count(total.examples()));
                      bar(bars, "worker " + i, "", total.computeSeconds(), most, text);
                    }));
  }

  private double[] each(ToDoubleFunction<EpochReport> figure) {
    return epochs.stream().mapToDouble(figure).toArray();
  }

  private double[] eachValidation(ToDoubleFunction<Validation> figure) {
    return each(
        epoch ->
            epoch.validation() == null ? Double.NaN : figure.applyAsDouble(epoch.validation()));
  }

  private static void bars(Markup page, Consumer<Markup> bars) {
    page.element("div", bars, "class", "bars");
  }

  private static void bar(
      Markup bars, String name, String style, double value, double most, String text) {
    double share = most > 0 && Double.isFinite(value) ? Math.min(1, value / most) : 0;
    String width = String.format(Locale.ROOT, "width:calc((100%% - 12rem) * %.4f)", share);
    bars.element("span", name);
    bars.element(
        "div", bar -> bar.element("b", "", "class", style, "style", width).element("span", text));
  }
}
