package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.MiniBatchSpec;
import io.github.sparknn.training.device.DeviceBinding;
import io.github.sparknn.training.device.TaskDevice;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.dl4j.Dl4jEngine;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class ReplicaPoolTest {
  private static final NetworkSpec NETWORK =
      NetworkSpec.of(Networks.classifier(1, new int[0], "relu", 0, 2, new Sgd(0.1), 1));

  private final ReplicaPool pool = new ReplicaPool();
  private final List<String> bound = new ArrayList<>();
  private final DeviceBinding binding =
      new DeviceBinding() {
        @Override
        public boolean isActive() {
          return true;
        }

        @Override
        public Optional<String> unavailable(String address) {
          return Optional.empty();
        }

        @Override
        public void bind(String address) {
          bound.add(address);
        }
      };

  @AfterEach
  void close() {
    pool.close();
  }

  private Replica use(String address) {
    TaskDevice device = new TaskDevice("gpu " + address, address, binding);
    return pool.use(
        device,
        () ->
            new ReplicaPool.Worker(
                new Dl4jEngine().newReplica(NETWORK, 1),
                device,
                MiniBatch.allocate(1, MiniBatchSpec.of(new int[] {1}, 2))),
        ReplicaPool.Worker::replica);
  }

  @Test
  void aReplicaStaysOnItsGpu() {
    Replica first = use("0");

    assertThat(use("0")).isSameAs(first);
    assertThat(bound).containsExactly("0", "0");
  }

  @Test
  void aTaskOnAnotherGpuGetsAnotherReplicaAndTheFirstIsFreedOnItsOwn() {
    Replica first = use("0");

    assertThat(use("1")).isNotSameAs(first);
    // Bound to 0 for the first use and to free it, then to 1.
    assertThat(bound).containsExactly("0", "0", "1");
  }
}
