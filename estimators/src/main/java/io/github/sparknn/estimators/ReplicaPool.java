package io.github.sparknn.estimators;

import io.github.sparknn.training.engine.LoadedNetwork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Idle networks that are kept for the next task: one per task thread and model, loaded when the
 * first tasks of a model run and used again by all later ones. When there are too many models, or
 * their networks take too much memory, those of the model that was not used for longest are closed;
 * those of the model used last are always kept. Thread-safe.
 */
final class ReplicaPool {
  /**
   * The executor's. Its idle networks take a quarter of the heap at most, unless one model's alone
   * take more.
   */
  static final ReplicaPool OF_EXECUTOR = new ReplicaPool(8, Runtime.getRuntime().maxMemory() / 4);

  private final int maxModels;
  private final long maxBytes;

  /** By model, the one used last at the end. */
  private final Map<String, Idle> models = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  private static final class Idle {
    final Deque<LoadedNetwork> replicas = new ArrayDeque<>();
    long bytes;
  }

  ReplicaPool(int maxModels, long maxBytes) {
    this.maxModels = maxModels;
    this.maxBytes = maxBytes;
  }

  /**
   * An idle replica of the model, or a new one; the caller alone uses it, and gives it back.
   *
   * @param replicaBytes what a replica takes, the same for all of a model
   * @param type of all replicas that this model was given back
   */
  <N extends LoadedNetwork> N take(
      String modelId, long replicaBytes, Class<N> type, Supplier<N> loader) {
    synchronized (this) {
      Idle idle = models.get(modelId);
      if (idle != null && !idle.replicas.isEmpty()) {
        add(idle, -replicaBytes);
        return type.cast(idle.replicas.removeFirst());
      }
    }
    return loader.get();
  }

  /** Keeps a replica for the next task. */
  synchronized void giveBack(String modelId, long replicaBytes, LoadedNetwork replica) {
    Idle idle = models.computeIfAbsent(modelId, id -> new Idle());
    idle.replicas.addFirst(replica);
    add(idle, replicaBytes);
    Iterator<Idle> oldestFirst = models.values().iterator();
    while (models.size() > 1 && (models.size() > maxModels || bytes > maxBytes)) {
      Idle oldest = oldestFirst.next();
      oldestFirst.remove();
      bytes -= oldest.bytes;
      oldest.replicas.forEach(LoadedNetwork::close);
    }
  }

  private void add(Idle idle, long more) {
    idle.bytes += more;
    bytes += more;
  }
}
