package io.github.sparknn.jobs.cluster;

import io.github.sparknn.training.device.DeviceBinding;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.engine.blas.BlasEngine;
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

/** The blas engine as if it computed on whatever GPU it is bound to. */
public final class FakeGpuEngine implements TrainingEngine {
  static final String NAME = "fake-gpu";

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
    public void bind(String address) {}
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
    return new BlasEngine().newReplica(network, threads);
  }

  /** A jar with nothing but this engine, as a user would add one of their own. */
  static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("fake-gpu-engine.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Class<?> type : List.of(FakeGpuEngine.class, Binding.class)) {
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
