package io.github.sparknn.benchmarks;

import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contenders of a workload, on the same data from the same parameters; stock DL4J first. */
final class LineUp implements AutoCloseable {
  private final Workload workload;
  private final NetworkSpec network;
  private final ModelState initial;
  private final WorkloadData data;
  private final List<EngineContender> contenders = new ArrayList<>();
  private final Map<String, String> declined = new LinkedHashMap<>();

  LineUp(Workload workload, int batches) {
    this.workload = workload;
    this.network = workload.network();
    this.initial = network.initialState();
    this.data = WorkloadData.create(workload, batches);
    contenders.add(new StockDl4j(network, initial, data, workload.batchSize()));
  }

  /** Adds SparkNN's installed engines, or why an engine does not take the network. */
  void addEngines() {
    for (String name : Engines.names()) {
      if (name.equals(Engines.AUTO)) {
        continue;
      }
      TrainingEngine engine;
      try {
        engine = Engines.select(name, network);
      } catch (IllegalArgumentException e) {
        declined.put(ReplicaContender.name(name), e.getMessage());
        continue;
      }
      contenders.add(new ReplicaContender(engine, network, initial, data, workload.batchSize()));
    }
  }

  /** Adds PyTorch, for convolutions with images in both layouts that it knows. */
  void addPyTorch(String python, Path folder) throws IOException {
    Path files = Files.createDirectories(folder.resolve(workload.toString()));
    data.write(files);
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(files.resolve("parameters")))) {
      ModelState.writeValues(out, initial.parameters());
    }
    contenders.add(new PyTorchContender(python, workload, "contiguous", files));
    if (workload.isConvolutional()) {
      contenders.add(new PyTorchContender(python, workload, "channels_last", files));
    }
  }

  List<EngineContender> contenders() {
    return contenders;
  }

  /** From the name of each contender that does not take the network to its reason. */
  Map<String, String> declined() {
    return declined;
  }

  @Override
  public void close() {
    contenders.forEach(EngineContender::close);
    data.close();
  }
}
