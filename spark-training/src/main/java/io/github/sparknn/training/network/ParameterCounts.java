package io.github.sparknn.training.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** Numbers of parameters, which configurations tell without memory for a network being taken. */
final class ParameterCounts {
  private ParameterCounts() {}

  static long of(MultiLayerConfiguration configuration) {
    long count = 0;
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      count = add(count, layer.getLayer().initializer().numParams(layer));
    }
    return count;
  }

  static long of(ComputationGraphConfiguration configuration) {
    long count = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      count = add(count, vertex.numParams(true));
    }
    return count;
  }

  private static long add(long count, long more) {
    if (more < 0) {
      throw new IllegalArgumentException(
          "Cannot use network: a layer has " + more + " parameters (must be >= 0)");
    }
    return Math.addExact(count, more);
  }
}
