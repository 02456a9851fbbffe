package io.github.sparknn.benchmarks;

import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** DL4J as its users call it: {@code fit} on DataSets, with DL4J's default settings. */
final class StockDl4j extends JvmContender {
  static final String NAME = "stock DL4J fit";

  private final MultiLayerNetwork network;
  private final ModelState initial;
  private final List<DataSet> batches;

  StockDl4j(NetworkSpec spec, ModelState initial, WorkloadData data, int batchSize) {
    super(NAME, data.batches().size(), batchSize);
    this.network = (MultiLayerNetwork) spec.newNetwork();
    this.initial = initial;
    this.batches = data.dataSets();
  }

  @Override
  void reset() {
    NativeThreads.useOne();
    NetworkStates.write(initial, network);
  }

  @Override
  double step(int batch) {
    network.fit(batches.get(batch));
    return network.score();
  }

  @Override
  public void close() {
    network.close();
  }
}
