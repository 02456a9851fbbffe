package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The states of a round that the driver holds while its tasks run. Tasks of the driver's process
 * (local mode) share them; tasks elsewhere ask the driver's {@link RoundEndpoint} for them, which
 * takes one message each way where a broadcast and a large task result take several. Serialized, it
 * is no more than its number.
 */
final class OpenRound extends StateExchange {
  private static final long serialVersionUID = 1L;

  /** By which Spark calls the driver among its executors. */
  private static final String DRIVER = "driver";

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Map<Long, OpenRound> OPEN = new ConcurrentHashMap<>();

  private final long number = NUMBERS.incrementAndGet();
  private final transient ModelState start;
  private final transient Map<Integer, ModelState> ends = new ConcurrentHashMap<>();
  private transient byte[] startBytes;

  OpenRound(JavaSparkContext spark, ModelState start) {
    this.start = start;
    OPEN.put(number, this);
    if (!spark.isLocal()) {
      RoundEndpoint.serve();
    }
  }

  /**
   * The round of that number.
   *
   * @throws IllegalStateException if it was closed: its result is there, and who asks is a task
   *     attempt that nobody waits for
   */
  static OpenRound of(long number) {
    OpenRound open = OPEN.get(number);
    if (open == null) {
      throw new IllegalStateException("The round of this task is over");
    }
    return open;
  }

  @Override
  ModelState start() {
    return start;
  }

  /** The state to begin with, made into bytes once for all workers. */
  synchronized byte[] startBytes() {
    if (startBytes == null) {
      startBytes = start.toBytes();
    }
    return startBytes;
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

  private Object writeReplace() {
    return new Ticket(number);
  }

  /** An open round on its way to a task. */
  private record Ticket(long number) implements Serializable {
    private Object readResolve() {
      return SparkEnv.get().executorId().equals(DRIVER) ? of(number) : new RemoteRound(number);
    }
  }

  /** An open round as a task in another process sees it. */
  private static final class RemoteRound extends StateExchange {
    private static final long serialVersionUID = 1L;

    private final long number;

    RemoteRound(long number) {
      this.number = number;
    }

    @Override
    ModelState start() {
      return ModelState.ofBytes(RoundEndpoint.fetch(number));
    }

    @Override
    ModelState hand(int worker, ModelState state) {
      RoundEndpoint.hand(number, worker, state.toBytes());
      return ModelState.ofCounters(state.iteration(), state.epoch());
    }

    @Override
    List<RoundResult> receive(List<RoundResult> results) {
      throw new IllegalStateException("Results are received on the driver");
    }

    @Override
    public void close() {
      // The driver's own object closes the round.
    }
  }
}
