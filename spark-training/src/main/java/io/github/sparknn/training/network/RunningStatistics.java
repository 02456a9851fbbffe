package io.github.sparknn.training.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parameters that no gradient trains: what batch normalization has seen. */
final class RunningStatistics {
  private RunningStatistics() {}

  /** Where the network's parameter vector holds means and variances (or log10 of deviations). */
  static List<FlatRange> of(NeuralNetwork network) {
    Layer[] layers =
        network instanceof MultiLayerNetwork stack
            ? stack.getLayers()
            : ((ComputationGraph) network).getLayers();
    long begin = network.params().offset();
    return Stream.of(layers)
        .filter(layer -> layer.conf().getLayer() instanceof BatchNormalization)
        .flatMap(RunningStatistics::statistics)
        .map(view -> range(view, begin))
        .sorted(Comparator.comparingInt(FlatRange::from))
        .toList();
  }

  private static Stream<INDArray> statistics(Layer layer) {
    BatchNormalization normalization = (BatchNormalization) layer.conf().getLayer();
    return Stream.of(
        layer.getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN),
        layer.getParam(
            normalization.isUseLogStd()
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR));
  }

  private static FlatRange range(INDArray view, long begin) {
    int from = Math.toIntExact(view.offset() - begin);
    return new FlatRange(from, Math.toIntExact(from + view.length()));
  }
}
