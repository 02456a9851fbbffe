package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class OffHeapLimitTest {
  private static SparkConf conf(String master) {
    return new SparkConf(false).set("spark.master", master).set("spark.executor.memory", "8g");
  }

  @Test
  void isTheHeapByDefault() {
    assertThat(OffHeapLimit.ofExecutors(conf("spark://host:7077")))
        .isEqualTo(new OffHeapLimit(8L << 30, "spark.executor.memory"));
  }

  @Test
  void isTheDirectMemoryThatTheOptionsName() {
    SparkConf conf =
        conf("spark://host:7077")
            .set("spark.executor.extraJavaOptions", "-Da=b -XX:MaxDirectMemorySize=20g");

    assertThat(OffHeapLimit.ofExecutors(conf).bytes()).isEqualTo(20L << 30);
    assertThat(OffHeapLimit.ofExecutors(conf).setting())
        .isEqualTo("-XX:MaxDirectMemorySize in spark.executor.extraJavaOptions");
  }

  @Test
  void isWhatAContainerHasBesideTheHeap() {
    // A tenth of 8 GiB in whole MiB.
    assertThat(OffHeapLimit.ofExecutors(conf("yarn")))
        .isEqualTo(new OffHeapLimit(819L << 20, "spark.executor.memoryOverhead"));
    assertThat(OffHeapLimit.ofExecutors(conf("yarn").set("spark.executor.memory", "1g")).bytes())
        .isEqualTo(384L << 20);
    assertThat(
            OffHeapLimit.ofExecutors(
                    conf("k8s://https://host").set("spark.executor.memoryOverhead", "3g"))
                .bytes())
        .isEqualTo(3L << 30);
  }

  @Test
  void ofThisProcessIsItsDirectMemory() {
    assertThat(OffHeapLimit.here().bytes()).isPositive();
  }
}
