package io.github.sparknn.training.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a training went.
 *
 * @param engine what computed
 * @param declined engines that an automatic choice passed over, each with its reason
 * @param workers shards that were trained side by side
 * @param batchSize examples per mini-batch of a worker
 * @param averaging how the workers' mean became the next round's parameters
 * @param parameters number of the network's parameters
 * @param epochs one entry per epoch, in order
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
    List<EpochReport> epochs,
    List<RoundReport> rounds,
    SpeedUp speedUp)
    implements Serializable {

  /** Copies the collections. */
  public TrainingReport {
    declined = Map.copyOf(declined);
    epochs = List.copyOf(epochs);
    rounds = List.copyOf(rounds);
  }

  /** Wall-clock seconds of all epochs. */
  public double seconds() {
    return epochs.stream().mapToDouble(EpochReport::seconds).sum();
  }

  /** Mean loss of the last epoch. */
  public double finalLoss() {
    return epochs.get(epochs.size() - 1).loss();
  }

  /** The report as a JSON object. */
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The report as text: a heading and a line per epoch. */
  public String toTable() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "engine %s, %d workers, averaging by %s, %,d parameters%n",
            engine,
            workers,
            averaging,
            parameters));
    text.append(
        String.format(
            "%5s  %10s  %10s  %6s  %8s  %9s  %10s  %8s%n",
            "epoch",
            "loss",
            "examples",
            "rounds",
            "seconds",
            "samples/s",
            "val. loss",
            "val. acc."));
    for (EpochReport epoch : epochs) {
      text.append(
          String.format(
              Locale.ROOT,
              "%5d  %10.5f  %10d  %6d  %8.2f  %9.0f  %s%n",
              epoch.epoch(),
              epoch.loss(),
              epoch.examples(),
              epoch.rounds(),
              epoch.seconds(),
              epoch.samplesPerSecond(),
              validation(epoch.validation())));
    }
    return text.toString();
  }

  private static String validation(Validation validation) {
    return validation == null
        ? String.format("%10s  %8s", "-", "-")
        : String.format(Locale.ROOT, "%10.5f  %8.4f", validation.loss(), validation.accuracy());
  }
}
