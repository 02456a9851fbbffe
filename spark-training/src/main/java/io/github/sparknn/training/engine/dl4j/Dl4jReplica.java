package io.github.sparknn.training.engine.dl4j;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.network.Seeds;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A DL4J network that trains and infers on the calling thread. */
final class Dl4jReplica implements Replica {
  private final int threads;
  private final NeuralNetwork network;
  private final Examples examples;
  private WeightedLoss weightedLoss;

  Dl4jReplica(NetworkSpec spec, int threads) {
    this.threads = threads;
    NativeThreads.limit(threads);
    this.network = spec.newNetwork();
    OneDnn.install(network);
    this.examples = new Examples(spec);
  }

  @Override
  public void load(ModelState state, long seed) {
    NativeThreads.limit(threads);
    NetworkStates.write(state, network);
    // ND4J draws dropout from a generator of the calling thread.
    Nd4j.getRandom().setSeed(Seeds.forNd4j(seed));
  }

  @Override
  public double step(MiniBatch batch) {
    network.fit(examples(batch));
    return ((Model) network).score();
  }

  @Override
  public double loss(MiniBatch batch) {
    NativeThreads.limit(threads);
    DataSet data = examples(batch);
    return network instanceof MultiLayerNetwork layers
        ? layers.score(data, false)
        : ((ComputationGraph) network).score(data, false);
  }

  private DataSet examples(MiniBatch batch) {
    if (batch.hasWeights() && weightedLoss == null) {
      weightedLoss = WeightedLoss.install(network);
    }
    if (weightedLoss != null) {
      weightedLoss.use(batch.hasWeights() ? batch.weights() : null);
    }
    return examples.of(batch);
  }

  @Override
  public ModelState state() {
    return NetworkStates.read(network);
  }

  @Override
  public void infer(MiniBatch batch, float[] outputs) {
    // A pooled replica serves several threads, each of which has a limit of its own.
    NativeThreads.limit(threads);
    INDArray result = examples.turn(output(examples.features(batch), examples.featureMask(batch)));
    // Turned axes are no view by ND4J's own word.
    boolean plain = result.rank() == 2 && result.ordering() == 'c' && !result.isView();
    INDArray rows = plain ? result : result.dup('c');
    ((FloatPointer) rows.data().addressPointer()).get(outputs, 0, Math.toIntExact(rows.length()));
  }

  private INDArray output(INDArray features, INDArray mask) {
    if (network instanceof MultiLayerNetwork layers) {
      return layers.output(features, false, mask, null);
    }
    INDArray[] masks = mask == null ? null : new INDArray[] {mask};
    return ((ComputationGraph) network).output(false, new INDArray[] {features}, masks)[0];
  }

  @Override
  public void close() {
    NetworkStates.close(network);
  }
}
