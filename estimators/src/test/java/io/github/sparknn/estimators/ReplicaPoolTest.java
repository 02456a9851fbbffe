package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaPoolTest {
  private final ReplicaPool pool = new ReplicaPool(3, 100);
  private final List<String> loaded = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  private Replica take(String model, long bytes) {
    return pool.take(
        model,
        bytes,
        Replica.class,
        () -> {
          loaded.add(model);
          return new Named(model);
        });
  }

  private void use(String model, long bytes) {
    pool.giveBack(model, bytes, take(model, bytes));
  }

  @Test
  void aReplicaIsLoadedOnceForTasksOneAfterTheOther() {
    use("a", 10);
    use("a", 10);

    assertThat(loaded).containsExactly("a");
    assertThat(closed).isEmpty();
  }

  @Test
  void tasksAtOneTimeHaveReplicasOfTheirOwnWhichStay() {
    Replica first = take("a", 10);
    Replica second = take("a", 10);
    assertThat(second).isNotSameAs(first);
    pool.giveBack("a", 10, first);
    pool.giveBack("a", 10, second);

    assertThat(List.of(take("a", 10), take("a", 10))).containsExactlyInAnyOrder(first, second);
    assertThat(loaded).hasSize(2);
  }

  @Test
  void theModelThatWasNotUsedForLongestGoesWhenThereAreTooMany() {
    use("a", 10);
    use("b", 10);
    use("c", 10);
    use("a", 10);
    use("d", 10);

    assertThat(closed).containsExactly("b");
    use("a", 10);
    use("b", 10);
    assertThat(loaded).containsExactly("a", "b", "c", "d", "b");
    assertThat(closed).containsExactly("b", "c");
  }

  @Test
  void modelsGoWhenTheyTakeTooMuchMemory() {
    Replica first = take("a", 30);
    use("a", 30);
    pool.giveBack("a", 30, first);
    use("b", 40);
    assertThat(closed).isEmpty();

    use("c", 1);

    assertThat(closed).containsExactly("a", "a");
    use("b", 40);
    assertThat(loaded).containsExactly("a", "a", "b", "c");
  }

  @Test
  void whatIsInUseDoesNotCount() {
    use("a", 60);
    Replica inUse = take("a", 60);
    use("b", 60);
    assertThat(closed).isEmpty();

    pool.giveBack("a", 60, inUse);

    assertThat(closed).containsExactly("b");
  }

  @Test
  void aModelLargerThanThePoolIsKeptWhileItIsTheLastUsed() {
    use("small", 10);
    use("large", 1000);
    use("large", 1000);
    assertThat(loaded).containsExactly("small", "large");
    assertThat(closed).containsExactly("small");

    use("small", 10);

    assertThat(closed).containsExactly("small", "large");
  }

  /** Tells when it is closed; computes nothing. */
  private final class Named implements Replica {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      closed.add(name);
    }

    @Override
    public void load(ModelState state, long seed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double step(MiniBatch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ModelState state() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double loss(MiniBatch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void infer(MiniBatch batch, float[] outputs) {
      throw new UnsupportedOperationException();
    }
  }
}
