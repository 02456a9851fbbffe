package io.github.sparknn.training.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The inverse of {@link ReportJson}: figures that follow from others are not read. */
final class ReportReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportReader() {}

  static TrainingReport read(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot read training report: not JSON (" + e.getOriginalMessage() + ")", e);
    }
    int version = root.path("version").asInt();
    if (version != ReportJson.VERSION) {
      throw new IllegalArgumentException(
          "Cannot read training report: its version is %s (must be %d)"
              .formatted(root.path("version"), ReportJson.VERSION));
    }
    return report(root);
  }

  private static TrainingReport report(JsonNode root) {
    List<EpochReport> epochs = list(root, "epochs", ReportReader::epoch);
    int resultEpoch = integer(root, "resultEpoch");
    int workers = integer(root, "workers");
    List<String> devices = list(root, "devices", JsonNode::asText);
    boolean whole =
        devices.size() == workers
            && epochs.stream().allMatch(epoch -> epoch.workers().size() == workers);
    if (resultEpoch < 1 || resultEpoch > epochs.size() || !whole) {
      throw new IllegalArgumentException(
          "Cannot read training report: epoch %d of %d for %d workers is not in it"
              .formatted(resultEpoch, epochs.size(), workers));
    }
    return new TrainingReport(
        text(root, "engine"),
        texts(root, "declinedEngines"),
        workers,
        integer(root, "batchSize"),
        text(root, "averaging"),
        integer(root, "parameters"),
        devices,
        texts(root, "configuration"),
        resultEpoch,
        epochs,
        list(root, "rounds", ReportReader::round),
        speedUp(field(root, "speedUp")));
  }

  private static EpochReport epoch(JsonNode node) {
    int rounds = integer(node, "rounds");
    return new EpochReport(
        integer(node, "epoch"),
        number(node, "loss"),
        count(node, "examples"),
        rounds,
        integer(node, "averagingFrequency"),
        text(node, "averagingReason"),
        times(field(node, "secondsPerRound"), rounds),
        list(node, "workers", ReportReader::worker),
        validation(field(node, "validation")));
  }

  private static Validation validation(JsonNode node) {
    return node.isNull()
        ? null
        : new Validation(number(node, "loss"), number(node, "accuracy"), count(node, "examples"));
  }

  private static WorkerReport worker(JsonNode node) {
    return new WorkerReport(count(node, "examples"), number(node, "computeSeconds"));
  }

  private static RoundReport round(JsonNode node) {
    int rounds = integer(node, "rounds");
    return new RoundReport(
        integer(node, "epoch"),
        integer(node, "firstRound"),
        rounds,
        count(node, "examples"),
        number(node, "loss"),
        times(field(node, "secondsPerRound"), rounds));
  }

  private static RoundTimes times(JsonNode perRound, int rounds) {
    RoundTimes one =
        new RoundTimes(
            number(perRound, Phase.BROADCAST.label()),
            number(perRound, Phase.SCHEDULING.label()),
            number(perRound, Phase.LOAD.label()),
            number(perRound, Phase.COMPUTE.label()),
            number(perRound, Phase.COLLECT.label()),
            number(perRound, Phase.AVERAGE.label()));
    return one.dividedBy(1.0 / rounds);
  }

  private static SpeedUp speedUp(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    List<JsonNode> forecasts = list(node, "forecasts", Function.identity());
    return new SpeedUp(
        integer(forecasts.get(0), "workers") / 2,
        number(node, "samplesPerSecondAlone"),
        number(node, "samplesPerSecondTogether"),
        number(forecasts.get(0), "samplesPerSecond"),
        number(forecasts.get(1), "samplesPerSecond"));
  }

  private static JsonNode field(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Cannot read training report: it has no " + name);
    }
    return value;
  }

  private static int integer(JsonNode node, String name) {
    return field(node, name).asInt();
  }

  private static long count(JsonNode node, String name) {
    return field(node, name).asLong();
  }

  /** NaN for null, which stands for what is not finite. */
  private static double number(JsonNode node, String name) {
    return field(node, name).asDouble(Double.NaN);
  }

  private static String text(JsonNode node, String name) {
    return field(node, name).asText();
  }

  private static Map<String, String> texts(JsonNode node, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    field(node, name)
        .fields()
        .forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> element) {
    return StreamSupport.stream(field(node, name).spliterator(), false).map(element).toList();
  }
}
