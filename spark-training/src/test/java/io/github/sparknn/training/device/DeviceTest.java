package io.github.sparknn.training.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

class DeviceTest {
  private static final SparkContext LOCAL = SharedSpark.session().sparkContext();

  @Test
  void hasAName() {
    assertThat(Device.labels()).containsExactly("auto", "cpu", "gpu");
    assertThat(Device.of("gpu")).isEqualTo(Device.GPU);
    assertThatThrownBy(() -> Device.of("GPU"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid device: GPU (must be one of [auto, cpu, gpu])");
  }

  @Test
  void localModeHasTaskSlotsAndNoGpus() {
    assertThat(Gpus.taskSlots(LOCAL, null)).isEqualTo(2);
    assertThat(Gpus.perTask(LOCAL, null)).isZero();
    assertThatThrownBy(() -> Gpus.require(LOCAL, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train on device gpu: Spark assigns no GPUs to tasks (master local[2] has none to"
                + " assign; start on a cluster, which may be local-cluster[1,4,8192] on this host,"
                + " with --conf spark.task.resource.gpu.amount=1 --conf"
                + " spark.executor.resource.gpu.amount=1 and the cluster's workers with"
                + " spark.worker.resource.gpu.amount and"
                + " spark.worker.resource.gpu.discoveryScript=/path/to/bin/gpu-addresses)");
  }
}
