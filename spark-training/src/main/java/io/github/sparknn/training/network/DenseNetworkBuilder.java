package io.github.sparknn.training.network;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Builds a stack of dense layers over flat features. */
public final class DenseNetworkBuilder extends NetworkBuilder<DenseNetworkBuilder> {
  private final int inputs;

  DenseNetworkBuilder(int inputs) {
    this.inputs = positive("inputs", inputs);
  }

  @Override
  DenseNetworkBuilder self() {
    return this;
  }

  @Override
  InputType inputType() {
    return InputType.feedForward(inputs);
  }

  @Override
  List<Layer> ownLayers() {
    return List.of();
  }

  @Override
  boolean dropsOwnOutput() {
    return false;
  }
}
