package io.github.sparknn.training.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** Numbers of parameters, which configurations tell without memory for a network being taken. */
final class ParameterCounts {
  private ParameterCounts() {}

  /** Of each layer, in order. */
  static long[] of(MultiLayerConfiguration configuration) {
    return configuration.getConfs().stream()
        .mapToLong(layer -> checked(layer.getLayer().initializer().numParams(layer)))
        .toArray();
  }

  /** Of each vertex, in the configuration's order. */
  static long[] of(ComputationGraphConfiguration configuration) {
    return configuration.getVertices().values().stream()
        .mapToLong(vertex -> checked(vertex.numParams(true)))
        .toArray();
  }

  private static long checked(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a layer has " + count + " parameters (must be >= 0)");
    }
    return count;
  }
}
