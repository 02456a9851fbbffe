package io.github.sparknn.jobs;

import io.github.sparknn.training.network.LayerSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A network's layers as a table of text. */
final class LayerLines {
  private static final String LINE = "%-20s  %-24s  %12s  %14s  %16s%n";
  private static final int TRAINING_PASSES = 3;

  private LayerLines() {}

  /**
   * A line for each layer, and one for all.
   *
   * @param parameters of all layers
   */
  static void write(PrintWriter out, List<LayerSummary> layers, long parameters) {
    out.printf(LINE, "layer", "type", "output", "parameters", "FLOP a sample");
    for (LayerSummary layer : layers) {
      out.printf(
          LINE,
          layer.name(),
          layer.type(),
          layer.output(),
          count(OptionalLong.of(layer.parameters())),
          count(layer.flop()));
    }
    boolean known =
        !layers.isEmpty() && layers.stream().allMatch(layer -> layer.flop().isPresent());
    long flop = layers.stream().mapToLong(layer -> layer.flop().orElse(0)).sum();
    OptionalLong forward = known ? OptionalLong.of(flop) : OptionalLong.empty();
    out.printf(LINE, "all", "", "", count(OptionalLong.of(parameters)), count(forward));
  }

  /** What FLOP means in the table. */
  static void writeNote(PrintWriter out) {
    out.printf(
        "FLOP: of a forward pass, two for each use of a weight; a training step takes about %d times"
            + " as many.%n%n",
        TRAINING_PASSES);
  }

  private static String count(OptionalLong number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%,d", number.getAsLong()) : "?";
  }
}
