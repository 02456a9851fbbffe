package io.github.sparknn.training.network;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves {@link ModelState} into and out of DL4J's networks: bulk copies of the flat vectors. */
public final class NetworkStates {
  private static final float[] NONE = {};

  private NetworkStates() {}

  /** A copy of the network's parameters, optimizer state and counters. */
  public static ModelState read(NeuralNetwork network) {
    return new ModelState(
        floats(network.params()),
        floats(optimizerState(network)),
        iteration(network),
        epoch(network));
  }

  /**
   * Replaces the network's parameters, optimizer state and counters.
   *
   * @throws IllegalArgumentException if the state is of a network of another size; the network is
   *     then unchanged
   */
  public static void write(ModelState state, NeuralNetwork network) {
    INDArray parameters = network.params();
    INDArray optimizer = optimizerState(network);
    check("parameters", state.parameters().length, parameters);
    if (state.optimizerState().length > 0) {
      check("optimizer state values", state.optimizerState().length, optimizer);
    }
    put(state.parameters(), parameters);
    if (optimizer != null) {
      if (state.optimizerState().length > 0) {
        put(state.optimizerState(), optimizer);
      } else {
        optimizer.assign(0f);
      }
    }
    setCounters(network, state.iteration(), state.epoch());
  }

  /**
   * Frees parameters, gradients and optimizer state; the network cannot be used any more. DL4J's
   * own {@code close} calls the garbage collector twice besides, which takes longer than a round.
   */
  public static void close(NeuralNetwork network) {
    // First: DL4J makes the optimizer's state when it is first asked for, from open parameters.
    INDArray optimizer = optimizerState(network);
    close(network.params());
    close(optimizer);
    close(((Model) network).getGradientsViewArray());
  }

  private static void close(INDArray vector) {
    if (vector != null && vector.closeable()) {
      vector.close();
    }
  }

  private static void check(String what, int given, INDArray target) {
    long expected = target == null ? 0 : target.length();
    if (given != expected) {
      throw new IllegalArgumentException(
          "Cannot load state into network: it has "
              + given
              + " "
              + what
              + ", the network has "
              + expected);
    }
  }

  private static INDArray optimizerState(NeuralNetwork network) {
    if (network instanceof MultiLayerNetwork layers) {
      return layers.getUpdater().getStateViewArray();
    }
    return graph(network).getUpdater().getStateViewArray();
  }

  private static int iteration(NeuralNetwork network) {
    return network instanceof MultiLayerNetwork layers
        ? layers.getLayerWiseConfigurations().getIterationCount()
        : graph(network).getConfiguration().getIterationCount();
  }

  private static int epoch(NeuralNetwork network) {
    return network instanceof MultiLayerNetwork layers
        ? layers.getLayerWiseConfigurations().getEpochCount()
        : graph(network).getConfiguration().getEpochCount();
  }

  private static void setCounters(NeuralNetwork network, int iteration, int epoch) {
    if (network instanceof MultiLayerNetwork layers) {
      layers.getLayerWiseConfigurations().setIterationCount(iteration);
      layers.getLayerWiseConfigurations().setEpochCount(epoch);
      return;
    }
    graph(network).getConfiguration().setIterationCount(iteration);
    graph(network).getConfiguration().setEpochCount(epoch);
  }

  private static ComputationGraph graph(NeuralNetwork network) {
    return (ComputationGraph) network;
  }

  private static float[] floats(INDArray vector) {
    if (vector == null || vector.isEmpty()) {
      return NONE;
    }
    float[] values = new float[Math.toIntExact(vector.length())];
    pointer(vector).get(values);
    return values;
  }

  private static void put(float[] values, INDArray vector) {
    if (values.length > 0) {
      pointer(vector).put(values);
    }
  }

  private static FloatPointer pointer(INDArray vector) {
    if (vector.dataType() != DataType.FLOAT || vector.elementWiseStride() != 1) {
      throw new IllegalArgumentException(
          "Cannot exchange parameters of type "
              + vector.dataType()
              + " (the network must be a FLOAT network)");
    }
    return (FloatPointer) vector.data().addressPointer();
  }
}
