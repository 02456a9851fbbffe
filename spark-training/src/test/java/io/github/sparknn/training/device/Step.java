package io.github.sparknn.training.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mini-batch's step of a worker on a GPU.
 *
 * @param home address of the GPU on which the replica was made
 * @param address of the GPU to which the thread was bound
 * @param begin nanoseconds by the executor's clock
 */
record Step(
    String executor, String home, String address, int worker, long task, long begin, long end) {

  String line() {
    return "%s %s %s %d %d %d %d%n".formatted(executor, home, address, worker, task, begin, end);
  }

  private static Step parse(String line) {
    String[] words = line.split(" ", -1);
    return new Step(
        words[0],
        words[1],
        words[2],
        Integer.parseInt(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]));
  }

  /** All that the engine wrote into the folder. */
  static List<Step> read(Path folder) throws IOException {
    List<Step> steps = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.readAllLines(file).forEach(line -> steps.add(parse(line)));
      }
    }
    return steps;
  }

  /** The most tasks that computed on one GPU of an executor at a time. */
  static int mostAtOnce(List<Step> steps) {
    Map<String, Map<Long, List<Step>>> tasksOfGpu =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    step -> step.executor() + "/" + step.address(),
                    Collectors.groupingBy(Step::task)));
    int most = 0;
    for (Map<Long, List<Step>> tasks : tasksOfGpu.values()) {
      for (List<Step> task : tasks.values()) {
        long begin = task.stream().mapToLong(Step::begin).min().orElseThrow();
        most = Math.max(most, Math.toIntExact(tasks.values().stream().filter(at(begin)).count()));
      }
    }
    return most;
  }

  private static Predicate<List<Step>> at(long time) {
    return task ->
        task.stream().mapToLong(Step::begin).min().orElseThrow() <= time
            && time < task.stream().mapToLong(Step::end).max().orElseThrow();
  }
}
