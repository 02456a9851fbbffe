package io.github.sparknn.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * How a training went.
 *
 * @param engine what computed
 * @param workers shards that were trained side by side
 * @param averagingFrequency mini-batches of a worker between two averagings, as used
 * @param parameters number of the network's parameters
 * @param epochs one entry per epoch, in order
 */
public record TrainingReport(
    String engine, int workers, int averagingFrequency, int parameters, List<EpochReport> epochs)
    implements Serializable {

  /** Copies the list. */
  public TrainingReport {
    epochs = List.copyOf(epochs);
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
            "engine %s, %d workers, averaging every %d mini-batches, %,d parameters%n",
            engine,
            workers,
            averagingFrequency,
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
