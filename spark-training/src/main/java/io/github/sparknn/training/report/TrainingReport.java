package io.github.sparknn.training.report;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a training went.
 *
 * @param engine what computed
 * @param declined engines that an automatic choice passed over, each with its reason
 * @param workers shards that were trained side by side
 * @param batchSize examples per mini-batch of a worker
 * @param averaging how the workers' mean became the next round's parameters
 * @param parameters number of the network's parameters
 * @param devices what each worker computed on, in worker order; several names where it moved
 * @param configuration what was asked for and on what it ran, in the order to show it; a value of
 *     several lines, such as the network, is text in a format of its own
 * @param resultEpoch the epoch whose parameters the training returned, from 1
 * @param epochs one entry per epoch, in order; at least one
 * @param rounds in order; of a long training an entry covers several
 * @param speedUp whether Spark helped; null when it could not be measured
 */
public record TrainingReport(
    String engine,
    Map<String, String> declined,
    int workers,
    int batchSize,
    String averaging,
    int parameters,
    List<String> devices,
    Map<String, String> configuration,
    int resultEpoch,
    List<EpochReport> epochs,
    List<RoundReport> rounds,
    SpeedUp speedUp)
    implements Serializable {

  /** Copies the collections. */
  public TrainingReport {
    declined = Collections.unmodifiableMap(new LinkedHashMap<>(declined));
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    devices = List.copyOf(devices);
    epochs = List.copyOf(epochs);
    rounds = List.copyOf(rounds);
  }

  /** Wall-clock seconds of all epochs' rounds; validation and checkpoints do not count. */
  public double seconds() {
    return times().total();
  }

  /** Examples used in all epochs. */
  public long examples() {
    return epochs.stream().mapToLong(EpochReport::examples).sum();
  }

  /** Examples of all workers together per second of wall-clock time, mean of all epochs. */
  public double samplesPerSecond() {
    return seconds() > 0 ? examples() / seconds() : 0;
  }

  /** Averagings in all epochs. */
  public int roundCount() {
    return epochs.stream().mapToInt(EpochReport::rounds).sum();
  }

  /** Where the time of all rounds together went. */
  public RoundTimes times() {
    return epochs.stream().map(EpochReport::times).reduce(RoundTimes.ZERO, RoundTimes::plus);
  }

  /** The mean round. */
  public RoundTimes timesPerRound() {
    return times().dividedBy(roundCount());
  }

  /** The part of the wall-clock time in which the engine did not compute, from 0 to 1. */
  public double overheadShare() {
    return seconds() > 0 ? times().overhead() / seconds() : 0;
  }

  /** Each worker's share of the whole training, in worker order. */
  public List<WorkerReport> workerTotals() {
    return IntStream.range(0, workers)
        .mapToObj(
            worker ->
                epochs.stream()
                    .map(epoch -> epoch.workers().get(worker))
                    .reduce(WorkerReport.IDLE, WorkerReport::plus))
        .toList();
  }

  /** The mean worker's computing time divided by the slowest one's: 1 when all took the same. */
  public double balance() {
    return WorkerReport.balance(workerTotals());
  }

  /** What the workers computed on, each device with the number of its workers. */
  public String deviceSummary() {
    Map<String, Long> workersOf =
        devices.stream()
            .collect(
                Collectors.groupingBy(device -> device, LinkedHashMap::new, Collectors.counting()));
    return workersOf.size() == 1
        ? devices.get(0)
        : workersOf.entrySet().stream()
            .map(device -> "%s: %s".formatted(device.getKey(), plural(device.getValue())))
            .collect(Collectors.joining("; "));
  }

  private static String plural(long workers) {
    return Quantities.plural(workers, "worker");
  }

  /** Mean loss of the last epoch. */
  public double finalLoss() {
    return epochs.get(epochs.size() - 1).loss();
  }

  /** The epoch whose parameters the training returned. */
  public EpochReport result() {
    return epochs.get(resultEpoch - 1);
  }

  /** Whether the network was measured on validation data, after some epochs at least. */
  boolean isValidated() {
    return epochs.stream().anyMatch(epoch -> epoch.validation() != null);
  }

  /**
   * The report as a JSON object with all figures of the other two forms; {@code docs/reports.md}
   * names its fields. What is not a finite number is null.
   */
  public String toJson() {
    return ReportJson.of(this);
  }

  /**
   * The inverse of {@link #toJson()}. What is null there is NaN; times are right within rounding.
   *
   * @throws IllegalArgumentException if that is not such JSON, or of another version
   */
  public static TrainingReport fromJson(String json) {
    return ReportReader.read(json);
  }

  /** The same report with one more line of its configuration, before the others. */
  public TrainingReport withConfiguration(String name, String value) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(name, value);
    facts.putAll(configuration);
    return new TrainingReport(
        engine,
        declined,
        workers,
        batchSize,
        averaging,
        parameters,
        devices,
        facts,
        resultEpoch,
        epochs,
        rounds,
        speedUp);
  }

  /** The report as text of at most 110 columns: a line per epoch, then where the time went. */
  public String toTable() {
    return new ReportTable(this).toString();
  }

  /** {@link #toHtml(String)} with the title "Training report". */
  public String toHtml() {
    return toHtml("Training report");
  }

  /**
   * The report as a page for browsers, with charts: one file without scripts that needs nothing
   * else, light or dark as the reader prefers, from the width of a telephone up.
   *
   * @param title the page's title
   */
  public String toHtml(String title) {
    return toHtml(title, page -> {});
  }

  /**
   * The page with more sections between the curves and the times.
   *
   * @param title the page's title
   * @param sections writes them, such as by {@link PageParts}
   */
  public String toHtml(String title, Consumer<Markup> sections) {
    return ReportPage.of(this, title, sections);
  }

  /**
   * The curves of loss and accuracy alone, as a page like that of {@link #toHtml(String)}.
   *
   * @param title the page's title
   */
  public String toCurvesHtml(String title) {
    return ReportPage.ofCurves(this, title);
  }
}
