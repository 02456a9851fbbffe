package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainEndTest {
  private final List<Integer> exits = new ArrayList<>();

  @Test
  void knowsTheApplicationMasterOfYarnFromTheOtherDrivers() {
    assertThat(inApplicationMaster("yarn", "cluster")).isTrue();
    assertThat(inApplicationMaster("yarn", "client")).isFalse();
    assertThat(inApplicationMaster("spark://host:7077", "cluster")).isFalse();
    assertThat(inApplicationMaster("k8s://host:443", "client")).isFalse();
    assertThat(Main.inApplicationMaster(key -> null)).isFalse();
  }

  private static boolean inApplicationMaster(String master, String deployMode) {
    Map<String, String> properties =
        Map.of("spark.master", master, "spark.submit.deployMode", deployMode);
    return Main.inApplicationMaster(properties::get);
  }

  @Test
  void exitsWithTheCodeOutsideTheApplicationMaster() {
    Main.end(0, null, false, exits::add);
    Main.end(1, new IllegalArgumentException("Cannot train"), false, exits::add);
    assertThat(exits).containsExactly(0, 1);
  }

  @Test
  void returnsOrThrowsInTheApplicationMaster() {
    Main.end(0, null, true, exits::add);
    IllegalArgumentException failure = new IllegalArgumentException("Cannot train: it is full");
    assertThatThrownBy(() -> Main.end(1, failure, true, exits::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sparknn: Cannot train: it is full")
        .hasCause(failure);
    assertThatThrownBy(() -> Main.end(2, null, true, exits::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sparknn: exit code 2, see its log");
    assertThat(exits).isEmpty();
  }
}
