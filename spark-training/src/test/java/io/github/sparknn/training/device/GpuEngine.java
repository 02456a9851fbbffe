package io.github.sparknn.training.device;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.engine.dl4j.Dl4jEngine;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The dl4j engine as if it computed on GPUs: writes down to which one each step's thread was bound.
 * Sorts behind dl4j, so that "auto" takes it only where dl4j has no GPU.
 */
public final class GpuEngine implements TrainingEngine {
  static final String NAME = "zz-gpu";

  /** A Spark setting: the folder that takes a file for each task. */
  static final String FOLDER = "spark.sparknn.test.steps";

  /** A Spark setting: why an executor cannot use GPUs. */
  static final String PROBLEM = "spark.sparknn.test.problem";

  private static final ThreadLocal<String> BOUND = new ThreadLocal<>();

  /** Remembers which GPU a thread was bound to. */
  private static final class Recording implements DeviceBinding {
    @Override
    public boolean isActive() {
      return true;
    }

    @Override
    public Optional<String> unavailable(String address) {
      return Optional.ofNullable(SparkEnv.get().conf().get(PROBLEM, null));
    }

    @Override
    public void bind(String address) {
      BOUND.set(address);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unsupported(NetworkSpec network) {
    return Optional.empty();
  }

  @Override
  public boolean isOffHeap() {
    return true;
  }

  @Override
  public Optional<DeviceBinding> gpus() {
    return Optional.of(new Recording());
  }

  @Override
  public Replica newReplica(NetworkSpec network, int threads) {
    return new RecordingReplica(BOUND.get(), new Dl4jEngine().newReplica(network, threads));
  }

  /** Takes 5 ms a step at least, so that the tasks of a round overlap. */
  private record RecordingReplica(String home, Replica replica) implements Replica {
    private static final long MILLIS = 5;

    @Override
    public double step(MiniBatch batch) {
      long begin = System.nanoTime();
      try {
        Thread.sleep(MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      double loss = replica.step(batch);
      TaskContext task = TaskContext.get();
      String line =
          new Step(
                  SparkEnv.get().executorId(),
                  home,
                  BOUND.get(),
                  task.partitionId(),
                  task.taskAttemptId(),
                  begin,
                  System.nanoTime())
              .line();
      Path file =
          Path.of(SparkEnv.get().conf().get(FOLDER)).resolve(Long.toString(task.taskAttemptId()));
      try {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return loss;
    }

    @Override
    public void load(ModelState state, long seed) {
      replica.load(state, seed);
    }

    @Override
    public ModelState state() {
      return replica.state();
    }

    @Override
    public double loss(MiniBatch batch) {
      return replica.loss(batch);
    }

    @Override
    public void infer(MiniBatch batch, float[] outputs) {
      replica.infer(batch, outputs);
    }

    @Override
    public void close() {
      replica.close();
    }
  }
}
