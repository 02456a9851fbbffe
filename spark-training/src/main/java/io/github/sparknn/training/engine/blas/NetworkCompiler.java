package io.github.sparknn.training.engine.blas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.IActivation;

/** Compiles a configuration layer by layer, or says which layer or option stands against it. */
final class NetworkCompiler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MultiLayerConfiguration configuration;
  private final OptimizerCompiler optimizer = new OptimizerCompiler();
  private final List<LayerKernel> kernels = new ArrayList<>();
  private int width;
  private LossHead head;

  private NetworkCompiler(MultiLayerConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * A network with its own buffers.
   *
   * @throws UnsupportedNetworkException if it is not wholly supported
   */
  static Network compile(NetworkSpec spec) {
    if (isGraph(spec)) {
      throw new UnsupportedNetworkException("a computation graph, which is not supported");
    }
    try {
      return new NetworkCompiler(MultiLayerConfiguration.fromJson(spec.json())).compile();
    } catch (ArithmeticException e) {
      throw new UnsupportedNetworkException(
          "more than 2^31 - 1 parameters, which is not supported");
    }
  }

  private static boolean isGraph(NetworkSpec spec) {
    try {
      return !JSON.readTree(spec.json()).has("confs");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot read network: not JSON", e);
    }
  }

  private Network compile() {
    OptionChecks.check(configuration);
    width = firstInputs();
    int inputs = width;
    int last = configuration.getConfs().size() - 1;
    for (int i = 0; i < last; i++) {
      addHidden(i);
    }
    addOutput(last);
    int parameters = optimizer.parameters();
    return new Network(inputs, parameters, kernels, head, optimizer.finish());
  }

  /** Layers before the first dense one keep the width. */
  private int firstInputs() {
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      Layer layer = layer(i);
      if (layer instanceof DenseLayer || layer instanceof OutputLayer) {
        return Math.toIntExact(((FeedForwardLayer) layer).getNIn());
      }
      if (layer.getClass() != ActivationLayer.class && layer.getClass() != DropoutLayer.class) {
        throw new UnsupportedNetworkException(where(i) + " is not supported");
      }
    }
    throw new UnsupportedNetworkException("no DenseLayer or OutputLayer");
  }

  private void addHidden(int index) {
    Layer layer = layer(index);
    String where = where(index);
    if (layer.getClass() == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      OptionChecks.check(configuration.getConf(index), where);
      OptionChecks.decline(dense.hasLayerNorm(), where + " has layer normalization");
      ActivationFunction activation = Functions.activation(dense.getActivationFn(), where);
      addDense(dense, dense.hasBias(), activation, index);
    } else if (layer.getClass() == ActivationLayer.class) {
      OptionChecks.check(configuration.getConf(index), where);
      // DL4J does not apply an activation layer's dropOut.
      IActivation activation = ((ActivationLayer) layer).getActivationFn();
      kernels.add(new ActivationKernel(width, Functions.activation(activation, where)));
    } else if (layer.getClass() == DropoutLayer.class) {
      OptionChecks.check(configuration.getConf(index), where);
      addDropout(layer, index);
    } else {
      throw new UnsupportedNetworkException(where + " is not supported");
    }
  }

  private void addOutput(int index) {
    Layer layer = layer(index);
    String where = where(index);
    OptionChecks.check(configuration.getConf(index), where);
    if (layer.getClass() == OutputLayer.class) {
      OutputLayer output = (OutputLayer) layer;
      addDense(output, output.hasBias(), new Rectifiers.Identity(), index);
      ActivationFunction activation = Functions.activation(output.getActivationFn(), where);
      Loss loss = Functions.loss(output.getLossFn(), activation, width, where);
      head = new LossHead(width, activation, loss);
    } else if (layer.getClass() == LossLayer.class) {
      // DL4J does not apply a loss layer's dropOut.
      LossLayer output = (LossLayer) layer;
      ActivationFunction activation = Functions.activation(output.getActivationFn(), where);
      Loss loss = Functions.loss(output.getLossFn(), activation, width, where);
      head = new LossHead(width, activation, loss);
    } else {
      throw new UnsupportedNetworkException(where + " is not supported as the last layer");
    }
  }

  /** Adds f(x Wᵀ + b) with the dropout of x. */
  private void addDense(
      FeedForwardLayer layer, boolean hasBias, ActivationFunction activation, int index) {
    String where = where(index);
    int inputs = Math.toIntExact(layer.getNIn());
    int outputs = Math.toIntExact(layer.getNOut());
    if (inputs != width) {
      throw new UnsupportedNetworkException(
          where + " takes " + inputs + " values, the layer before it gives " + width);
    }
    addDropout(layer, index);
    int weights = optimizer.parameters();
    optimizer.add(layer, Math.multiplyExact(inputs, outputs), hasBias ? outputs : 0, where);
    boolean first = weights == 0;
    kernels.add(new DenseKernel(inputs, outputs, weights, hasBias, activation, first));
    width = outputs;
  }

  private void addDropout(Layer layer, int index) {
    IDropout dropout = layer.getIDropout();
    if (dropout == null) {
      return;
    }
    if (dropout.getClass() != Dropout.class || ((Dropout) dropout).getPSchedule() != null) {
      throw new UnsupportedNetworkException(
          where(index) + " has dropout " + dropout + ", which is not supported");
    }
    double keep = ((Dropout) dropout).getP();
    if (keep < 1) {
      kernels.add(new DropoutKernel(width, keep, index));
    }
  }

  private Layer layer(int index) {
    return configuration.getConf(index).getLayer();
  }

  private String where(int index) {
    String name = layer(index).getLayerName();
    return "layer "
        + index
        + (name == null ? "" : " '" + name + "'")
        + " ("
        + layer(index).getClass().getSimpleName()
        + ")";
  }
}
