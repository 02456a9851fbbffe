package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.training.network.ModelState;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * How a round's tasks get the state to begin with, and the driver those that they end with. Made
 * for one round and closed after it.
 */
@DefaultSerializer(JavaSerializer.class)
abstract class StateExchange implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** By reference where the tasks run in this process, else by a broadcast and task results. */
  static StateExchange of(JavaSparkContext spark, ModelState start) {
    return spark.isLocal() ? new InProcess(start) : overTheWire(spark, start);
  }

  /** By a broadcast and task results. */
  static StateExchange overTheWire(JavaSparkContext spark, ModelState start) {
    return new OverTheWire(spark, start);
  }

  /** In a task: the state to begin with. */
  abstract ModelState start();

  /** In a task: what its result is to carry for the state that worker ended with. */
  abstract ModelState hand(int worker, ModelState state);

  /** On the driver: the results with the states that the workers ended with. */
  abstract List<RoundResult> receive(List<RoundResult> results);

  @Override
  public abstract void close();

  private static final class OverTheWire extends StateExchange {
    private static final long serialVersionUID = 1L;

    private final transient JavaSparkContext spark;
    private final Broadcast<ModelState> start;

    OverTheWire(JavaSparkContext spark, ModelState start) {
      this.spark = spark;
      this.start = spark.broadcast(start);
    }

    @Override
    ModelState start() {
      return start.value();
    }

    @Override
    ModelState hand(int worker, ModelState state) {
      return state;
    }

    @Override
    List<RoundResult> receive(List<RoundResult> results) {
      return results;
    }

    @Override
    public void close() {
      if (!spark.sc().isStopped()) {
        start.destroy();
      }
    }
  }

  /** Serialized, it is no more than the number under which this process keeps it. */
  private static final class InProcess extends StateExchange {
    private static final long serialVersionUID = 1L;
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<Long, InProcess> OPEN = new ConcurrentHashMap<>();

    private final long number = NUMBERS.incrementAndGet();
    private final transient ModelState start;
    private final transient Map<Integer, ModelState> ends = new ConcurrentHashMap<>();

    InProcess(ModelState start) {
      this.start = start;
      OPEN.put(number, this);
    }

    @Override
    ModelState start() {
      return start;
    }

    @Override
    ModelState hand(int worker, ModelState state) {
      ends.put(worker, state);
      return ModelState.ofCounters(state.iteration(), state.epoch());
    }

    @Override
    List<RoundResult> receive(List<RoundResult> results) {
      return IntStream.range(0, results.size())
          .mapToObj(
              worker ->
                  ends.containsKey(worker)
                      ? results.get(worker).withState(ends.get(worker))
                      : results.get(worker))
          .toList();
    }

    @Override
    public void close() {
      OPEN.remove(number);
    }

    private Object readResolve() {
      InProcess open = OPEN.get(number);
      if (open == null) {
        throw new IllegalStateException("The round of this task is over");
      }
      return open;
    }
  }
}
