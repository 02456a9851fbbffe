package io.github.sparknn.jobs;

import io.github.sparknn.training.MemoryNeed;
import io.github.sparknn.training.TrainingPreflight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * The spark-submit line for a training: the settings there are, with memory raised where it lacks.
 * {@link Redaction#MASK} stands for secrets.
 */
final class SubmitLine {
  /** What a line is to repeat of the session's settings, as prefixes. */
  private static final List<String> KEPT =
      List.of(
          "spark.submit.deployMode",
          "spark.driver.maxResultSize",
          "spark.driver.memory",
          "spark.executor.cores",
          "spark.executor.instances",
          "spark.executor.memory",
          "spark.executor.resource.",
          "spark.executorEnv.",
          "spark.cores.max",
          "spark.dynamicAllocation.",
          "spark.task.");

  private static final String DRIVER_MEMORY = "spark.driver.memory";
  private static final String MAX_RESULT_SIZE = "spark.driver.maxResultSize";
  private static final String EXECUTOR_MEMORY = "spark.executor.memory";
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final long MIB = 1L << 20;
  private static final long STEP = 256 * MIB;

  private final SparkConf conf;
  private final TrainingPreflight preflight;
  private final Redaction redaction;
  private final Map<String, String> settings = new TreeMap<>();

  private SubmitLine(SparkConf conf, TrainingPreflight preflight) {
    this.conf = conf;
    this.preflight = preflight;
    this.redaction = new Redaction(conf);
  }

  /**
   * The line.
   *
   * @param jobOptions the options that name the job file and change it
   */
  static String of(SparkConf conf, TrainingPreflight preflight, List<String> jobOptions) {
    SubmitLine line = new SubmitLine(conf, preflight);
    line.keepSettings();
    preflight.memory().forEach(line::raise);
    line.addShardsToOverhead();
    return line.text(jobOptions);
  }

  private void keepSettings() {
    for (var setting : conf.getAll()) {
      if (KEPT.stream().anyMatch(setting._1()::startsWith)) {
        settings.put(setting._1(), redaction.value(setting._1(), setting._2()));
      }
    }
  }

  private void raise(MemoryNeed need) {
    if (need.fits()) {
      return;
    }
    String key =
        switch (need.setting()) {
          case EXECUTOR_MEMORY, OVERHEAD, MAX_RESULT_SIZE -> need.setting();
          // In local mode, where direct memory is by default as large as the heap.
          default -> isLocal() || need.where().equals("driver") ? DRIVER_MEMORY : EXECUTOR_MEMORY;
        };
    settings.put(key, mib(Math.max(bytesNow(key), roomy(need.needed()))));
  }

  /** As set, or as another need has raised it. */
  private long bytesNow(String key) {
    String text = settings.getOrDefault(key, "0");
    // Without a unit Spark takes memory for MiB, results for bytes.
    return key.equals(MAX_RESULT_SIZE)
        ? JavaUtils.byteStringAsBytes(text)
        : JavaUtils.byteStringAsMb(text) * MIB;
  }

  /** Containers are killed for what shards take beyond the overhead, unless they spill before. */
  private void addShardsToOverhead() {
    if (!preflight.master().matches("(yarn|k8s).*")) {
      return;
    }
    long offHeap =
        preflight.memory().stream()
            .filter(need -> need.kind().equals("off-heap"))
            .mapToLong(MemoryNeed::needed)
            .sum();
    int together = (preflight.workers() + preflight.executors() - 1) / preflight.executors();
    long wanted = roomy(offHeap + together * preflight.shardBytes());
    long before = conf.getSizeAsBytes(OVERHEAD, "0");
    settings.put(OVERHEAD, mib(Math.max(before, wanted)));
  }

  private boolean isLocal() {
    return preflight.master().matches("local(\\[.*)?");
  }

  /** A quarter more, for the JVM itself and what is not counted, in whole 256 MiB. */
  private static long roomy(long bytes) {
    return (bytes + bytes / 4 + STEP) / STEP * STEP;
  }

  private static String mib(long bytes) {
    return bytes / MIB + "m";
  }

  private String text(List<String> jobOptions) {
    List<String> words = new ArrayList<>(List.of("spark-submit", "--master", preflight.master()));
    String deployMode = settings.remove("spark.submit.deployMode");
    if ("cluster".equals(deployMode)) {
      words.addAll(List.of("--deploy-mode", deployMode));
    }
    add(words, "--driver-memory", settings.remove(DRIVER_MEMORY));
    add(words, "--executor-memory", settings.remove(EXECUTOR_MEMORY));
    settings.forEach((key, value) -> add(words, "--conf", key + "=" + value));
    words.addAll(List.of("--class", Main.class.getName(), "sparknn-all.jar", "train"));
    for (int i = 0; i < jobOptions.size(); i++) {
      String word = jobOptions.get(i);
      boolean assignment = i > 0 && jobOptions.get(i - 1).equals("--set");
      words.add(quoted(assignment ? redaction.assignment(word) : word));
    }
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, String value) {
    if (value != null) {
      words.add(option);
      words.add(quoted(value));
    }
  }

  /** As a shell takes it. */
  private static String quoted(String word) {
    return word.matches("[\\w.,:=/@%+*\\[\\]-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
