package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.MiniBatchSpec;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.device.TaskDevice;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * What a worker does with its shard and a replica. A class of its own, not a lambda: Spark would
 * look through a lambda's byte code in each round.
 */
abstract class WorkerTask<R> extends AbstractFunction2<TaskContext, Iterator<Workplace>, R>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * What stays the same in all rounds of a training.
   *
   * @param device what the workers compute on
   * @param classLabels whether labels are classes
   * @param batch what mini-batches hold
   * @param batchCapacity examples of a mini-batch at most
   * @param poolsRddId of the RDD that holds the workers' pools
   */
  @DefaultSerializer(JavaSerializer.class)
  record Setup(
      TrainingPlan plan,
      String engine,
      Device device,
      MiniBatchSpec batch,
      int labelSize,
      boolean classLabels,
      int batchCapacity,
      int poolsRddId)
      implements Serializable {

    /** What the calling task computes on. */
    TaskDevice device(TaskContext task) {
      return device == Device.GPU
          ? TaskDevice.gpu(task, Engines.installed(engine).gpus().orElseThrow())
          : TaskDevice.CPU;
    }

    /** A replica of the network for the calling task, which is bound to that device. */
    ReplicaPool.Worker newWorker(TaskDevice on) {
      TrainingEngine computing = Engines.installed(engine);
      if (device == Device.CPU) {
        TaskDevice.requireCpu(engine, computing.gpus());
      }
      Replica replica = computing.newReplica(plan.network(), TaskContext.get().cpus());
      return new ReplicaPool.Worker(replica, on, MiniBatch.allocate(batchCapacity, batch));
    }
  }

  private final Broadcast<Setup> setup;

  WorkerTask(Broadcast<Setup> setup) {
    this.setup = setup;
  }

  final Setup setup() {
    return setup.value();
  }

  @Override
  public final R apply(TaskContext task, Iterator<Workplace> places) {
    // The iterator must not be exhausted: that would release Spark's hold on the cached values.
    Workplace place = places.next();
    place.pool().closeWithTaskUnlessCached(task, setup().poolsRddId());
    if (!hasWork(place.shard())) {
      return idle();
    }
    TaskDevice device = setup().device(task);
    return place
        .pool()
        .use(device, () -> setup().newWorker(device), worker -> run(task, worker, place.shard()));
  }

  /** Whether there is anything to do that needs a replica. */
  abstract boolean hasWork(Shard shard);

  /** What a worker without work brings home. */
  abstract R idle();

  /** Does the work; what it gives depends on nothing but this task's fields and the shard. */
  abstract R run(TaskContext task, ReplicaPool.Worker worker, Shard shard);
}
