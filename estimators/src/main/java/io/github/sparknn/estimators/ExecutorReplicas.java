package io.github.sparknn.estimators;

import io.github.sparknn.training.engine.Replica;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The networks that an executor keeps for scoring: one per task thread and model, loaded when the
 * first tasks of a model run and used again by all later ones. Networks of the models that were not
 * used for longest are closed when there are more than {@value #MAX_MODELS} models.
 */
final class ExecutorReplicas {
  private static final int MAX_MODELS = 8;
  private static final Map<String, Deque<Replica>> IDLE = new LinkedHashMap<>(16, 0.75f, true);

  private ExecutorReplicas() {}

  /** An idle replica of the model, or a new one; the caller alone uses it. */
  static Replica take(String modelId, Supplier<Replica> loader) {
    Replica idle;
    synchronized (IDLE) {
      Deque<Replica> replicas = IDLE.get(modelId);
      idle = replicas == null ? null : replicas.pollFirst();
    }
    return idle == null ? loader.get() : idle;
  }

  /** Keeps a replica for the next task. */
  static void giveBack(String modelId, Replica replica) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(modelId, id -> new ArrayDeque<>()).addFirst(replica);
      Iterator<Deque<Replica>> oldestFirst = IDLE.values().iterator();
      while (IDLE.size() > MAX_MODELS) {
        oldestFirst.next().forEach(Replica::close);
        oldestFirst.remove();
      }
    }
  }
}
