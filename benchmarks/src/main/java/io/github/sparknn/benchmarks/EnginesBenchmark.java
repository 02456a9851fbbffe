package io.github.sparknn.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Steps on mini-batches in memory, in one thread: DL4J's {@code fit}, SparkNN's engines, PyTorch.
 * Fails if the losses of the first steps from the same parameters differ.
 */
@Command(
    name = "engines",
    description = "Training steps in one thread: stock DL4J, SparkNN's engines, PyTorch.",
    mixinStandardHelpOptions = true)
final class EnginesBenchmark extends BenchmarkCommand {
  private static final int REPETITIONS = 5;

  /** Steps whose losses are compared. */
  private static final int STEPS = 20;

  /**
   * Rounding, which Adam's first steps magnify: they follow a gradient's sign however small it is.
   * A learning rate that is one percent off differs by more.
   */
  private static final double LOSS_TOLERANCE = 1e-3;

  /**
   * PyTorch adds Adam's epsilon after the bias correction, DL4J before: that matters as long as
   * gradients are small. A learning rate that is ten percent off differs by more.
   */
  private static final double PYTORCH_LOSS_TOLERANCE = 5e-3;

  @Option(
      names = "--workloads",
      split = ",",
      description = "some of ${COMPLETION-CANDIDATES} (default: all)")
  private List<Workload> workloads = List.of(Workload.values());

  @Option(
      names = "--seconds",
      defaultValue = "1.5",
      description = "length of a contender's run (default ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--batches",
      defaultValue = "64",
      description = "different mini-batches (default ${DEFAULT-VALUE})")
  private int batches;

  @Option(
      names = "--python",
      defaultValue = "python3",
      description = "the Python that may have PyTorch (default ${DEFAULT-VALUE})")
  private String python;

  EnginesBenchmark() {
    super(REPETITIONS);
  }

  @Override
  void measure(TemporaryFolder folder) {
    requireAtLeast("batches", batches, 1);
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("Invalid --seconds: " + seconds + " (must be > 0)");
    }
    Optional<String> missing = PyTorchContender.missing(python);
    for (Workload workload : workloads) {
      progress(workload.title());
      try (LineUp lineUp = new LineUp(workload, batches)) {
        lineUp.addEngines();
        if (missing.isEmpty()) {
          lineUp.addPyTorch(python, folder.path());
        }
        checkLosses(lineUp.contenders());
        measure(workload, lineUp);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot start PyTorch", e);
      }
    }
    missing.ifPresent(reason -> out().println("PyTorch is not measured: " + reason));
  }

  private void checkLosses(List<EngineContender> contenders) {
    double[] expected = contenders.get(0).losses(STEPS);
    for (EngineContender contender : contenders.subList(1, contenders.size())) {
      Agreement.requireEqual(
          "Losses of " + contenders.get(0).name() + " and " + contender.name(),
          expected,
          contender.losses(STEPS),
          contender instanceof PyTorchContender ? PYTORCH_LOSS_TOLERANCE : LOSS_TOLERANCE);
    }
    progress("checked: the losses of the first " + STEPS + " steps agree");
  }

  private void measure(Workload workload, LineUp lineUp) {
    Contest contest = contest();
    for (EngineContender contender : lineUp.contenders()) {
      contest.add(contender.name(), () -> contender.train(seconds).figures());
    }
    List<Result> results = new ArrayList<>(contest.run());
    lineUp.declined().keySet().forEach(name -> results.add(new Result(name, List.of())));
    ResultTable table =
        new ResultTable()
            .figureWithRange(EngineContender.CPU_SAMPLES, "%,.0f")
            .ratio("to stock DL4J", EngineContender.CPU_SAMPLES, name -> StockDl4j.NAME);
    fastestPyTorch(results)
        .ifPresent(name -> table.ratio("to PyTorch", EngineContender.CPU_SAMPLES, any -> name));
    print(
        String.format(
            Locale.ROOT, "%s, Adam, batch size %d", workload.title(), workload.batchSize()),
        table.figure(EngineContender.SAMPLES, "%,.0f"),
        results);
    lineUp.declined().forEach((name, reason) -> out().println(name + " declines: " + reason));
  }

  private static Optional<String> fastestPyTorch(List<Result> results) {
    return results.stream()
        .filter(result -> result.name().startsWith(PyTorchContender.NAME))
        .max(Comparator.comparingDouble(result -> result.median(EngineContender.CPU_SAMPLES)))
        .map(Result::name);
  }
}
