package io.github.sparknn.training.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class Dl4jReplicaTest {
  private static final NetworkSpec SPEC =
      NetworkSpec.of(Networks.classifier(3, new int[0], "relu", 0, 2, new Sgd(), 1));

  /** OpenMP's limit is the calling thread's; a pooled replica goes from thread to thread. */
  @Test
  void limitsNativeThreadsOfEachThreadThatUsesIt() {
    try (Dl4jReplica replica = new Dl4jReplica(SPEC, 1);
        MiniBatch batch = MiniBatch.allocate(4, new int[] {3}, 2)) {
      replica.load(SPEC.initialState(), 1);
      batch.setRows(4);

      assertThat(threadsAfter(replica, used -> used.infer(batch, new float[8]))).isEqualTo(1);
      assertThat(threadsAfter(replica, used -> used.loss(batch))).isEqualTo(1);
    }
  }

  /** What a thread that was allowed three may use after the call. */
  private static int threadsAfter(Dl4jReplica replica, Consumer<Dl4jReplica> call) {
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    CompletableFuture<Integer> threads = new CompletableFuture<>();
    Thread other =
        new Thread(
            () -> {
              try {
                ops.setOmpNumThreads(3);
                call.accept(replica);
                threads.complete(ops.ompGetMaxThreads());
              } catch (Throwable e) {
                threads.completeExceptionally(e);
              }
            });
    other.start();
    return threads.join();
  }
}
