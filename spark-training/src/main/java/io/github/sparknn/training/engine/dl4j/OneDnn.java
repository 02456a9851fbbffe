package io.github.sparknn.training.engine.dl4j;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Lets DL4J's convolutions compute on oneDNN, by the helper that DL4J has for it: several times as
 * fast as its own way over im2col. DL4J M2.1 itself never uses the helper, as it looks for a class
 * that ND4J no longer has ({@code org.nd4j.nativeblas.Nd4jCpu$Environment}).
 */
final class OneDnn {
  private static final boolean IS_THERE = isThere();

  private OneDnn() {}

  /** Installs the helpers, where ND4J's native library has oneDNN. */
  static void install(NeuralNetwork network) {
    if (IS_THERE) {
      for (Layer layer : layers(network)) {
        if (isSupported(layer)) {
          install((ConvolutionLayer) layer);
        }
      }
    }
  }

  private static Layer[] layers(NeuralNetwork network) {
    return network instanceof MultiLayerNetwork stack
        ? stack.getLayers()
        : ((ComputationGraph) network).getLayers();
  }

  /** Subclasses compute something else in ways of their own; oneDNN refuses some dilations. */
  private static boolean isSupported(Layer layer) {
    return layer.getClass() == ConvolutionLayer.class
        && layer.conf().getLayer()
            instanceof org.deeplearning4j.nn.conf.layers.ConvolutionLayer settings
        && settings.getCnn2dDataFormat() == CNN2DFormat.NCHW
        && Arrays.stream(settings.getDilation()).allMatch(dilation -> dilation == 1);
  }

  private static void install(ConvolutionLayer layer) {
    try {
      Field helper = ConvolutionLayer.class.getDeclaredField("helper");
      helper.setAccessible(true);
      helper.set(layer, new MKLDNNConvHelper(DataType.FLOAT));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("DL4J's ConvolutionLayer is not that of M2.1", e);
    }
  }

  private static boolean isThere() {
    String library =
        "/org/nd4j/linalg/cpu/nativecpu/bindings/%s-onednn/%s"
            .formatted(Loader.getPlatform(), System.mapLibraryName("jnind4jcpu"));
    Object backend = Nd4j.getExecutioner().getEnvironmentInformation().get("backend");
    return "CPU".equals(backend) && Nd4j.class.getResource(library) != null;
  }
}
