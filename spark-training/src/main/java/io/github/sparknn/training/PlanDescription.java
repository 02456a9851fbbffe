package io.github.sparknn.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.datasets.ShardedDataset;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;

/** What a training was asked to do and on what it ran, in words for its report. */
final class PlanDescription {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanDescription() {}

  /** Names and values in the order to show them; the network's JSON comes last. */
  static Map<String, String> of(
      TrainingPlan plan, DeviceChoice choice, ShardedDataset data, ShardedDataset validationData) {
    SparkContext spark = data.shards().context();
    EarlyStopping stopping = plan.earlyStopping();
    boolean returnsBest = stopping.result() == EarlyStopping.Result.BEST;
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("training rows", count(data.rows()));
    if (validationData != null) {
      facts.put("validation rows", count(validationData.rows()));
      facts.put("validation metric", stopping.metric());
      facts.put(
          "early stopping",
          stopping.patience() == 0 ? "never" : "patience of " + stopping.patience() + " epochs");
      facts.put("returned parameters", returnsBest ? "of the best epoch" : "of the last epoch");
    }
    facts.put("most epochs", count(plan.epochs()));
    facts.put("workers", count(data.workers()));
    facts.put("batch size", count(plan.batchSize()));
    facts.put(
        "averaging frequency",
        plan.averagingFrequency() == 0 ? "automatic" : count(plan.averagingFrequency()));
    facts.put("averaging", plan.averaging());
    facts.put("optimizer state", plan.updaterState().toString());
    facts.put("shuffle", Boolean.toString(plan.shuffle()));
    facts.put("engine", plan.engine());
    facts.put("device", choice.describe(plan.device()));
    facts.put("seed", Long.toString(plan.seed()));
    facts.put("checkpoints", checkpoints(plan.checkpoints()));
    facts.put("SparkNN", Versions.sparknn());
    facts.put("DL4J", Versions.dl4j());
    facts.put("Spark", spark.version() + ", " + spark.master());
    facts.put("Java", System.getProperty("java.version") + " on " + System.getProperty("os.arch"));
    facts.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("network", indented(plan.network().json()));
    return facts;
  }

  /** As {@link #of}, before the training, and without the network's JSON. */
  static Map<String, String> before(
      TrainingPlan plan, DeviceChoice choice, ShardedDataset data, ShardedDataset validationData) {
    Map<String, String> facts = of(plan, choice, data, validationData);
    facts.keySet().removeAll(Set.of("finished", "network"));
    return facts;
  }

  private static String checkpoints(CheckpointPlan checkpoints) {
    if (!checkpoints.isOn()) {
      return "none";
    }
    return checkpoints.interval() == 0
        ? "each epoch"
        : "every " + count(checkpoints.interval()) + " rounds";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String indented(String json) {
    try {
      return JSON.readTree(json).toPrettyString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
