package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NeuralNetworkEstimator;
import io.github.sparknn.training.MemoryNeed;
import io.github.sparknn.training.TrainingPreflight;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Tells what a training would find and need, without training a network: the stages before it are
 * fitted, since the shape of its input depends on them, and the rows are counted.
 */
final class DryRun {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final double UNIT = 1024;

  private final PrintWriter out;
  private final List<String> jobOptions;

  /**
   * @param out takes the results
   * @param jobOptions the options that name the job file and change it
   */
  DryRun(PrintWriter out, List<String> jobOptions) {
    this.out = out;
    this.jobOptions = jobOptions;
  }

  /**
   * Prints it.
   *
   * @throws IllegalArgumentException if no stage trains a network, or the first that does cannot
   */
  void run(Pipeline pipeline, Dataset<Row> training) {
    Dataset<Row> table = training;
    for (PipelineStage stage : pipeline.getStages()) {
      if (stage instanceof NeuralNetworkEstimator<?, ?> network) {
        report(network, table);
        return;
      }
      table = transformer(stage, table).transform(table);
    }
    throw new IllegalArgumentException(
        "Cannot run dry: no stage trains a network (a dry run tells what that would need)");
  }

  private static Transformer transformer(PipelineStage stage, Dataset<Row> table) {
    return stage instanceof Estimator<?> estimator ? estimator.fit(table) : (Transformer) stage;
  }

  private void report(NeuralNetworkEstimator<?, ?> network, Dataset<Row> table) {
    TrainingPreflight found = network.preflight(table);
    out.printf("%s on%n%s%n", network.getClass().getSimpleName(), columns(table.schema()));
    out.println();
    LayerLines.write(out, found.layers(), found.parameters());
    LayerLines.writeNote(out);
    Results results = new Results();
    results
        .add("input", tensor(found.exampleShape()))
        .add("labels", tensor(List.of(found.labelSize())))
        .add("engine", found.engine())
        .add("device", found.device())
        .add("task slots", slots(found))
        .add("workers", "%d on %s".formatted(found.workers(), executors(found)))
        .add("rows to train on", found.rows())
        .add(
            "shards",
            String.format(
                Locale.ROOT,
                "%d of at most %,d rows, %s each",
                found.workers(),
                found.shardRows(),
                bytes(found.shardBytes())));
    for (MemoryNeed need : found.memory()) {
      results.add(need.where() + " " + need.kind(), memory(need));
    }
    List<String> problems = found.problems();
    String line = SubmitLine.of(table.sparkSession().sparkContext().getConf(), found, jobOptions);
    results.add("start by", line);
    if (line.contains(Redaction.MASK)) {
      results.add(Redaction.MASK, "what spark.redaction.regex hides: put it in");
    }
    results.add("verdict", problems.isEmpty() ? "it fits" : String.join("; ", problems)).print(out);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.get(0));
    }
  }

  private static String columns(StructType schema) {
    return Stream.of(schema.fields())
        .map(field -> "  %s: %s".formatted(field.name(), field.dataType().catalogString()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String tensor(List<Integer> shape) {
    return shape.stream()
        .map(Object::toString)
        .collect(Collectors.joining(", ", "float[batch, ", "]"));
  }

  private static String slots(TrainingPreflight found) {
    String gpus = Double.toString(found.gpusPerTask()).replaceFirst("\\.0$", "");
    return found.taskSlots()
        + (found.gpusPerTask() > 0 ? ", with %s GPU each".formatted(gpus) : ", without GPUs");
  }

  private static String executors(TrainingPreflight found) {
    return found.executors() == 1 ? "1 executor" : found.executors() + " executors";
  }

  private static String memory(MemoryNeed need) {
    return "needs %s of %s%s"
        .formatted(
            bytes(need.needed()),
            bytes(need.granted()),
            need.fits() ? "" : ": raise " + need.setting());
  }

  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= UNIT && unit < UNITS.length - 1) {
      value /= UNIT;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
