package io.github.sparknn.training.engine.dl4j;

import io.github.sparknn.training.engine.LoadedNetwork;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradients of what a network predicts by its input: by DL4J, for all networks of dense,
 * convolutional and recurrent layers and graphs of them, without training effects. Not thread-safe.
 */
public final class InputGradients implements LoadedNetwork {
  private final NeuralNetwork network;
  private final Examples examples;
  private final int threads;
  private INDArray graphGradient;

  /**
   * Loads a network.
   *
   * @param threads native threads for its computations
   * @throws IllegalArgumentException if it is {@link #unsupported}, or the state is not the
   *     network's
   */
  public InputGradients(NetworkSpec spec, ModelState state, int threads) {
    requireSupported(spec);
    this.threads = threads;
    NativeThreads.limit(threads);
    network = InferenceConfiguration.of(spec).newNetwork();
    examples = new Examples(spec);
    NetworkStates.write(state, network);
    OneDnn.install(network);
    OutputLayers.setLoss(network, new OutputSum());
    if (network instanceof ComputationGraph graph) {
      graph.setListeners(new InputListener());
    }
  }

  /** Takes the gradient where it arrives, before DL4J clears it. */
  private final class InputListener extends BaseTrainingListener {
    @Override
    public void onBackwardPass(org.deeplearning4j.nn.api.Model model) {
      ComputationGraph graph = (ComputationGraph) model;
      graphGradient =
          graph.getVertex(graph.getConfiguration().getNetworkInputs().get(0)).getEpsilon();
    }
  }

  /**
   * Makes sure that the outputs of a network have a gradient by its input.
   *
   * @throws IllegalArgumentException if not; names the layer
   */
  public static void requireSupported(NetworkSpec spec) {
    unsupported(spec)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(
                  "Cannot compute gradients of the network's input: " + reason);
            });
  }

  private static Optional<String> unsupported(NetworkSpec spec) {
    for (Class<?> embedding : new Class<?>[] {EmbeddingLayer.class, EmbeddingSequenceLayer.class}) {
      if (spec.json().contains('"' + embedding.getName() + '"')) {
        return Optional.of(
            "it reads ids, by its "
                + embedding.getSimpleName()
                + " (must read numbers, which alone have gradients)");
      }
    }
    NeuralNetwork probe = InferenceConfiguration.of(spec).newNetwork();
    try {
      return OutputLayers.unsupported(probe, "they");
    } finally {
      NetworkStates.close(probe);
    }
  }

  /**
   * ∂ Σ w y / ∂ x for each row: x its features, y what the network predicts of them.
   *
   * @param features {@code float[rows, shape...]} as {@link NetworkSpec#exampleShape} gives it, row
   *     by row; ids one-hot
   * @param shape of one row
   * @param lengths steps of each row of sequences, after which there is padding; null where all
   *     rows are whole
   * @param weights w, {@code float[rows, outputs]}
   * @return as the features; 0 for padding
   */
  public float[] of(float[] features, int[] shape, int[] lengths, float[] weights) {
    NativeThreads.limit(threads);
    int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    long rows = features.length / size;
    long[] dimensions = new long[shape.length + 1];
    dimensions[0] = rows;
    for (int i = 0; i < shape.length; i++) {
      dimensions[i + 1] = shape[i];
    }
    INDArray x = examples.turn(Nd4j.create(features, dimensions, 'c'));
    INDArray w = Nd4j.create(weights, new long[] {rows, weights.length / rows}, 'c');
    INDArray mask = lengths == null ? null : Examples.mask(lengths, shape[0]);
    INDArray gradient = examples.turn(gradient(x, w, mask).reshape(x.shape()));
    return gradient.dup('c').data().asFloat();
  }

  private INDArray gradient(INDArray x, INDArray w, INDArray mask) {
    if (network instanceof MultiLayerNetwork layers) {
      // DL4J M2.1 takes a mask among the arguments of calculateGradients for that of the labels.
      layers.setMask(mask);
      try {
        return layers.calculateGradients(x, w, null, null).getSecond();
      } finally {
        layers.setMask(null);
        layers.clear();
        layers.clearLayerMaskArrays();
      }
    }
    ComputationGraph graph = (ComputationGraph) network;
    graph.setInputs(x);
    graph.setLabels(w);
    graph.setLayerMaskArrays(mask == null ? null : new INDArray[] {mask}, null);
    try {
      graph.computeGradientAndScore();
      return graphGradient;
    } finally {
      graphGradient = null;
      graph.clear();
      graph.clearLayerMaskArrays();
    }
  }

  @Override
  public void close() {
    NetworkStates.close(network);
  }
}
