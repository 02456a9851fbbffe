package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.training.network.ModelState;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * How a round's tasks get the state to begin with, and the driver those that they end with. Made
 * for one round and closed after it.
 */
@DefaultSerializer(JavaSerializer.class)
abstract class StateExchange implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /**
   * What all workers together fetch from the driver at most; beyond, a broadcast lets executors
   * take from each other.
   */
  private static final long MAX_FETCHED_BYTES = 64L << 20;

  /** The quickest way for a state of that size. */
  static StateExchange of(JavaSparkContext spark, ModelState start, int workers) {
    return spark.isLocal() || isSmall(start.size(), workers)
        ? new OpenRound(spark, start)
        : overTheWire(spark, start);
  }

  /** Whether the driver itself serves states of so many values to all workers. */
  static boolean isSmall(long values, int workers) {
    return values * Float.BYTES * workers <= MAX_FETCHED_BYTES;
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
}
