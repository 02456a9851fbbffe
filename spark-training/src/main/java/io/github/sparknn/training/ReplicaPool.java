package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.device.TaskDevice;
import io.github.sparknn.training.engine.Replica;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.util.TaskCompletionListener;
import scala.Option;
import scala.collection.Iterator;

/**
 * The replicas of one worker that wait in its executor for the next round. It is the element of a
 * cached partition, so that Spark schedules the worker where its replica is and closes the pool
 * when the training unpersists it. A copy that went over the wire starts empty and lives as long as
 * the task that received it.
 */
@DefaultSerializer(JavaSerializer.class)
final class ReplicaPool implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  /** A replica, what it computes on, and the mini-batch that feeds it. */
  record Worker(Replica replica, TaskDevice device, MiniBatch batch) implements AutoCloseable {
    @Override
    public void close() {
      try (batch) {
        device.bind();
        replica.close();
      }
    }
  }

  private transient Deque<Worker> idle = new ArrayDeque<>();
  private transient boolean closed;

  /**
   * Computes with a waiting worker, or a new one when none waits (first round, two attempts of a
   * task side by side). A worker whose computation failed is closed, never used again; so is one
   * that waited on another device than the calling task has.
   */
  <T> T use(TaskDevice device, Supplier<Worker> factory, Function<Worker, T> computation) {
    Worker worker = take();
    if (worker != null && !Objects.equals(worker.device().address(), device.address())) {
      worker.close();
      worker = null;
    }
    device.bind();
    if (worker == null) {
      worker = factory.get();
    }
    boolean completed = false;
    try {
      T result = computation.apply(worker);
      completed = true;
      return result;
    } finally {
      if (completed) {
        giveBack(worker);
      } else {
        worker.close();
      }
    }
  }

  /**
   * Closes this pool with the calling task unless it is the cached element of that partition: Spark
   * had no room for it, and nobody else would close it.
   */
  void closeWithTaskUnlessCached(TaskContext task, int rddId) {
    RDDBlockId block = new RDDBlockId(rddId, task.partitionId());
    task.addTaskCompletionListener(
        (TaskCompletionListener)
            context -> {
              Option<Iterator<?>> cached =
                  SparkEnv.get().blockManager().memoryStore().getValues(block);
              if (cached.isEmpty() || !cached.get().contains(this)) {
                close();
              }
            });
  }

  private synchronized Worker take() {
    return idle.pollFirst();
  }

  private synchronized void giveBack(Worker worker) {
    if (closed) {
      worker.close();
    } else {
      idle.addFirst(worker);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Worker::close);
    idle.clear();
  }

  private Object readResolve() {
    ReplicaPool pool = new ReplicaPool();
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) context -> pool.close());
    }
    return pool;
  }
}
