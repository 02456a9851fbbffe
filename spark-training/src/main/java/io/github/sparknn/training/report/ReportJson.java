package io.github.sparknn.training.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A training report as JSON. The fields' names are what {@code docs/reports.md} promises, whatever
 * the records' components are called.
 */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Raised when a field changes its meaning or goes; new ones may come at any time. */
  static final int VERSION = 1;

  private ReportJson() {}

  static String of(TrainingReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("engine", report.engine());
    root.set("declinedEngines", texts(report.declined()));
    root.put("workers", report.workers());
    root.put("batchSize", report.batchSize());
    root.put("averaging", report.averaging());
    root.put("parameters", report.parameters());
    ArrayNode devices = root.putArray("devices");
    report.devices().forEach(devices::add);
    root.set("configuration", texts(report.configuration()));
    root.put("resultEpoch", report.resultEpoch());
    putFinite(root, "finalLoss", report.finalLoss());
    root.put("examples", report.examples());
    root.put("roundCount", report.roundCount());
    putFinite(root, "seconds", report.seconds());
    putFinite(root, "samplesPerSecond", report.samplesPerSecond());
    putFinite(root, "overheadShare", report.overheadShare());
    putFinite(root, "balance", report.balance());
    root.set("secondsPerRound", times(report.timesPerRound()));
    root.set("speedUp", speedUp(report.speedUp()));
    root.set("workerTotals", workers(report.workerTotals()));
    ArrayNode epochs = root.putArray("epochs");
    report.epochs().forEach(epoch -> epochs.add(epoch(epoch)));
    ArrayNode rounds = root.putArray("rounds");
    report.rounds().forEach(round -> rounds.add(round(round)));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode epoch(EpochReport epoch) {
    ObjectNode node = JSON.createObjectNode();
    node.put("epoch", epoch.epoch());
    putFinite(node, "loss", epoch.loss());
    node.set("validation", validation(epoch.validation()));
    node.put("examples", epoch.examples());
    node.put("rounds", epoch.rounds());
    node.put("averagingFrequency", epoch.averagingFrequency());
    node.put("averagingReason", epoch.averagingReason());
    putFinite(node, "seconds", epoch.seconds());
    putFinite(node, "samplesPerSecond", epoch.samplesPerSecond());
    node.set("secondsPerRound", times(epoch.timesPerRound()));
    putFinite(node, "balance", epoch.balance());
    node.set("workers", workers(epoch.workers()));
    return node;
  }

  private static ObjectNode validation(Validation validation) {
    if (validation == null) {
      return null;
    }
    ObjectNode node = JSON.createObjectNode();
    putFinite(node, "loss", validation.loss());
    putFinite(node, "accuracy", validation.accuracy());
    node.put("examples", validation.examples());
    return node;
  }

  private static ObjectNode round(RoundReport round) {
    ObjectNode node = JSON.createObjectNode();
    node.put("epoch", round.epoch());
    node.put("firstRound", round.firstRound());
    node.put("rounds", round.rounds());
    node.put("examples", round.examples());
    putFinite(node, "loss", round.loss());
    node.set("secondsPerRound", times(round.times().dividedBy(round.rounds())));
    return node;
  }

  private static ObjectNode times(RoundTimes times) {
    ObjectNode node = JSON.createObjectNode();
    for (Phase phase : Phase.values()) {
      putFinite(node, phase.label(), phase.seconds(times));
    }
    putFinite(node, "overhead", times.overhead());
    putFinite(node, "total", times.total());
    return node;
  }

  private static ArrayNode workers(List<WorkerReport> workers) {
    ArrayNode array = JSON.createArrayNode();
    for (WorkerReport worker : workers) {
      ObjectNode node = array.addObject();
      node.put("examples", worker.examples());
      putFinite(node, "computeSeconds", worker.computeSeconds());
    }
    return array;
  }

  private static ObjectNode speedUp(SpeedUp speedUp) {
    if (speedUp == null) {
      return null;
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("verdict", speedUp.verdict());
    node.put("helps", speedUp.helps());
    putFinite(node, "factor", speedUp.factor());
    putFinite(node, "samplesPerSecondAlone", speedUp.alone());
    putFinite(node, "samplesPerSecondTogether", speedUp.together());
    ArrayNode forecasts = node.putArray("forecasts");
    forecasts.add(forecast(speedUp, 2, speedUp.withTwice()));
    forecasts.add(forecast(speedUp, 4, speedUp.withFourTimes()));
    node.put("forecastFormula", SpeedUp.FORECAST);
    return node;
  }

  private static ObjectNode forecast(SpeedUp speedUp, int times, double samplesPerSecond) {
    ObjectNode node = JSON.createObjectNode();
    node.put("workers", times * speedUp.workers());
    putFinite(node, "samplesPerSecond", samplesPerSecond);
    putFinite(node, "factor", samplesPerSecond / speedUp.alone());
    return node;
  }

  private static ObjectNode texts(Map<String, String> map) {
    ObjectNode node = JSON.createObjectNode();
    map.forEach(node::put);
    return node;
  }

  private static void putFinite(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
