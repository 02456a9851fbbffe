package io.github.sparknn.training.faults;

import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.engine.dl4j.Dl4jEngine;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The dl4j engine with a {@link Fault} in it. Sorts behind dl4j, so that "auto" never takes it. */
public final class FaultyEngine implements TrainingEngine {
  static final String NAME = "zz-faulty";

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
  public Replica newReplica(NetworkSpec network, int threads) {
    return new FaultyReplica(new Dl4jEngine().newReplica(network, threads), Fault.installed());
  }

  /** A class path entry that lists this engine as a service; made in the given folder. */
  static Path serviceEntry(Path folder) throws IOException {
    Path entry = folder.resolve("faulty-engine");
    Path services = Files.createDirectories(entry.resolve("META-INF/services"));
    Files.write(
        services.resolve(TrainingEngine.class.getName()), List.of(FaultyEngine.class.getName()));
    return entry;
  }
}
