package io.github.sparknn.training.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Schedules of a configuration (learning rates, momenta, dropouts) that count iterations. */
final class IterationSchedules {
  private IterationSchedules() {}

  /** Where the first one stands, such as {@code /confs/0/layer/iupdater/learningRateSchedule}. */
  static Optional<String> first(JsonNode configuration) {
    return first(configuration, "");
  }

  private static Optional<String> first(JsonNode node, String path) {
    if (countsIterations(node)) {
      return Optional.of(path);
    }
    Optional<String> found = Optional.empty();
    for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
        found.isEmpty() && fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      found = first(field.getValue(), path + "/" + field.getKey());
    }
    if (node.isArray()) {
      for (int i = 0; found.isEmpty() && i < node.size(); i++) {
        found = first(node.get(i), path + "/" + i);
      }
    }
    return found;
  }

  private static boolean countsIterations(JsonNode node) {
    return node.path("scheduleType").asText().equals(ScheduleType.ITERATION.name())
        || node.path("@class").asText().equals(RampSchedule.class.getName());
  }
}
