package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  private static JsonNode json(TrainingReport report) throws JsonProcessingException {
    return new ObjectMapper().readTree(report.toJson());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void keepsTheFieldsThatTheDocumentationNames() throws JsonProcessingException {
    JsonNode root = json(SampleReports.of(2, 2, true));

    assertThat(names(root))
        .containsExactly(
            "version",
            "engine",
            "declinedEngines",
            "workers",
            "batchSize",
            "averaging",
            "parameters",
            "devices",
            "configuration",
            "resultEpoch",
            "finalLoss",
            "examples",
            "roundCount",
            "seconds",
            "samplesPerSecond",
            "overheadShare",
            "balance",
            "secondsPerRound",
            "speedUp",
            "workerTotals",
            "epochs",
            "rounds");
    assertThat(names(root.at("/epochs/0")))
        .containsExactly(
            "epoch",
            "loss",
            "validation",
            "examples",
            "rounds",
            "averagingFrequency",
            "averagingReason",
            "seconds",
            "samplesPerSecond",
            "secondsPerRound",
            "balance",
            "workers");
    assertThat(names(root.at("/rounds/0")))
        .containsExactly("epoch", "firstRound", "rounds", "examples", "loss", "secondsPerRound");
    assertThat(names(root.at("/secondsPerRound")))
        .containsExactly(
            "broadcast",
            "scheduling",
            "load",
            "compute",
            "collect",
            "average",
            "overhead",
            "total");
    assertThat(names(root.at("/speedUp")))
        .containsExactly(
            "verdict",
            "helps",
            "factor",
            "samplesPerSecondAlone",
            "samplesPerSecondTogether",
            "forecasts",
            "forecastFormula");
  }

  @Test
  void holdsMeasuredAndDerivedFigures() throws JsonProcessingException {
    JsonNode root = json(SampleReports.of(2, 2, true));

    assertThat(root.at("/version").intValue()).isEqualTo(1);
    assertThat(root.at("/devices/1").textValue()).isEqualTo("cpu");
    assertThat(root.at("/configuration/seed").textValue()).isEqualTo("1");
    assertThat(root.at("/seconds").doubleValue()).isCloseTo(0.92, within(1e-12));
    assertThat(root.at("/samplesPerSecond").doubleValue()).isCloseTo(4000 / 0.92, within(1e-9));
    assertThat(root.at("/overheadShare").doubleValue()).isCloseTo(15.0 / 115, within(1e-12));
    assertThat(root.at("/balance").doubleValue()).isCloseTo(0.98, within(1e-12));
    assertThat(root.at("/secondsPerRound/overhead").doubleValue()).isCloseTo(0.015, within(1e-12));
    assertThat(root.at("/speedUp/helps").booleanValue()).isFalse();
    assertThat(root.at("/speedUp/factor").doubleValue())
        .isCloseTo(2000 / 0.46 / 9000, within(1e-12));
    assertThat(root.at("/speedUp/forecasts/1/workers").intValue()).isEqualTo(8);
    assertThat(root.at("/workerTotals/1/computeSeconds").doubleValue())
        .isCloseTo(0.768, within(1e-12));
    assertThat(root.at("/epochs/1/validation/accuracy").doubleValue()).isEqualTo(0.75);
    assertThat(root.at("/epochs/1/averagingReason").textValue()).isEqualTo("as set");
    assertThat(root.at("/rounds")).hasSize(8);
  }

  @Test
  void hasNullForWhatThereIsNot() throws JsonProcessingException {
    SpeedUp unknown = new SpeedUp(1, Double.NaN, 100, 200, Double.POSITIVE_INFINITY);
    TrainingReport report = SampleReports.of(1, 1, false);
    JsonNode root = json(SampleReports.with(report, Map.of(), Map.of(), 1, unknown));

    assertThat(root.at("/epochs/0/validation").isNull()).isTrue();
    assertThat(root.at("/speedUp/samplesPerSecondAlone").isNull()).isTrue();
    assertThat(root.at("/speedUp/factor").isNull()).isTrue();
    assertThat(root.at("/speedUp/forecasts/1/samplesPerSecond").isNull()).isTrue();
    JsonNode unmeasured = json(SampleReports.with(report, Map.of(), Map.of(), 1, null));
    assertThat(unmeasured.get("speedUp").isNull()).isTrue();
  }
}
