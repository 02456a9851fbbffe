package io.github.sparknn.jobs.cluster;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.device.DeviceBinding;
import io.github.sparknn.training.device.Gpus;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.engine.blas.BlasEngine;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.spark.TaskContext;

/**
 * The blas engine as if it computed on whatever GPU it is bound to. Refuses to compute in a task
 * that has GPUs of Spark's on any other.
 */
public final class FakeGpuEngine implements TrainingEngine {
  static final String NAME = "fake-gpu";

  private static final ThreadLocal<String> BOUND = new ThreadLocal<>();

  private static final class Binding implements DeviceBinding {
    @Override
    public boolean isActive() {
      return true;
    }

    @Override
    public Optional<String> unavailable(String address) {
      return Optional.empty();
    }

    @Override
    public void bind(String address) {
      BOUND.set(address);
    }
  }

  private record OnGpu(String home, Replica replica) implements Replica {
    private void check() {
      TaskContext task = TaskContext.get();
      List<String> assigned = task == null ? List.of() : Gpus.of(task);
      if (!assigned.isEmpty() && !(assigned.contains(home) && home.equals(BOUND.get()))) {
        throw new IllegalStateException(
            "GPUs of the task: %s, of the replica: %s, of the thread: %s"
                .formatted(assigned, home, BOUND.get()));
      }
    }

    @Override
    public void load(ModelState state, long seed) {
      check();
      replica.load(state, seed);
    }

    @Override
    public double step(MiniBatch batch) {
      check();
      return replica.step(batch);
    }

    @Override
    public double loss(MiniBatch batch) {
      check();
      return replica.loss(batch);
    }

    @Override
    public void infer(MiniBatch batch, float[] outputs) {
      check();
      replica.infer(batch, outputs);
    }

    @Override
    public ModelState state() {
      return replica.state();
    }

    @Override
    public void close() {
      replica.close();
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
    return false;
  }

  @Override
  public Optional<DeviceBinding> gpus() {
    return Optional.of(new Binding());
  }

  @Override
  public Replica newReplica(NetworkSpec network, int threads) {
    return new OnGpu(BOUND.get(), new BlasEngine().newReplica(network, threads));
  }

  /** A jar with nothing but this engine, as a user would add one of their own. */
  static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("fake-gpu-engine.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Class<?> type : List.of(FakeGpuEngine.class, Binding.class, OnGpu.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(out);
        }
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + TrainingEngine.class.getName()));
      out.write(FakeGpuEngine.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
