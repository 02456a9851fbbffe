package io.github.sparknn.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs contenders in turns, so that what else the machine does meets all of them alike: each once
 * per repetition, in the order in which they were added.
 */
final class Contest {
  static final String PER_CPU_SECOND = "per CPU-second";

  private final int warmUps;
  private final int repetitions;
  private final Consumer<String> progress;
  private final Map<String, Supplier<Map<String, Double>>> contenders = new LinkedHashMap<>();

  /**
   * @param warmUps runs of each contender whose figures do not count
   * @param progress told which repetition begins and how long each run took
   */
  Contest(int warmUps, int repetitions, Consumer<String> progress) {
    this.warmUps = warmUps;
    this.repetitions = repetitions;
    this.progress = progress;
  }

  /**
   * Adds a contender.
   *
   * @param run does the work once and gives its figures by name
   */
  Contest add(String name, Supplier<Map<String, Double>> run) {
    contenders.put(name, run);
    return this;
  }

  /**
   * Adds a contender whose figures are {@code rows} of the work per second, under that name, and
   * per CPU-second of this JVM.
   */
  Contest addRate(String name, String figure, long rows, Runnable work) {
    return add(
        name,
        () -> {
          Stopwatch stopwatch = new Stopwatch();
          work.run();
          Stopwatch.Reading time = stopwatch.read();
          return Map.of(figure, rows / time.seconds(), PER_CPU_SECOND, rows / time.cpuSeconds());
        });
  }

  /** The figures of all repetitions, in the order in which the contenders were added. */
  List<Result> run() {
    Map<String, List<Map<String, Double>>> figures = new LinkedHashMap<>();
    for (int round = -warmUps; round < repetitions; round++) {
      progress.accept(round < 0 ? "warm-up" : "repetition " + (round + 1) + " of " + repetitions);
      for (Map.Entry<String, Supplier<Map<String, Double>>> contender : contenders.entrySet()) {
        // The garbage of one contender, off-heap memory above all, is not the next one's burden.
        System.gc();
        Stopwatch stopwatch = new Stopwatch();
        Map<String, Double> run = contender.getValue().get();
        progress.accept(
            String.format(
                Locale.ROOT, "  %-50s %6.1f s", contender.getKey(), stopwatch.read().seconds()));
        if (round >= 0) {
          figures.computeIfAbsent(contender.getKey(), name -> new ArrayList<>()).add(run);
        }
      }
    }
    return figures.entrySet().stream()
        .map(entry -> new Result(entry.getKey(), entry.getValue()))
        .toList();
  }
}
