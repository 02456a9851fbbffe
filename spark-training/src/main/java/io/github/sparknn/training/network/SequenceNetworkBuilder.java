package io.github.sparknn.training.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Builds layers of long short-term memory over sequences, what becomes of their steps, then dense
 * layers. Gates are sigmoid, outputs tanh. An example is a sequence {@code float[time, features]}
 * of any length, or {@code float[time, 1]} of ids where vectors are embedded.
 */
public final class SequenceNetworkBuilder extends NetworkBuilder<SequenceNetworkBuilder> {
  private enum Steps {
    LAST,
    MEAN,
    MAX,
    ALL
  }

  private final int features;

  /** Length of the vectors that stand for ids; 0 where steps are no ids. */
  private final int embedding;

  private final int[] units;
  private Steps steps = Steps.LAST;
  private boolean bidirectional;

  SequenceNetworkBuilder(int features, int[] units) {
    this.features = positive("features", features);
    this.embedding = 0;
    this.units = checked(units);
    if (units.length == 0) {
      throw new IllegalArgumentException("Invalid units: [] (must name at least one layer)");
    }
  }

  SequenceNetworkBuilder(int vocabulary, int embedding, int[] units) {
    this.features = positive("vocabulary", vocabulary);
    this.embedding = positive("embedding", embedding);
    this.units = checked(units);
  }

  private static int[] checked(int[] units) {
    for (int count : units) {
      positive("units", count);
    }
    return units.clone();
  }

  /**
   * Reads each sequence in both directions; outputs of both lie side by side. Needs {@link
   * #averagePooling}, {@link #maxPooling} or {@link #everyStep}: of the backward direction the last
   * step is the one that has seen least.
   */
  public SequenceNetworkBuilder bidirectional() {
    bidirectional = true;
    return this;
  }

  /** Takes the mean of all steps instead of the last one. */
  public SequenceNetworkBuilder averagePooling() {
    steps = Steps.MEAN;
    return this;
  }

  /** Takes the maximum over all steps instead of the last one. */
  public SequenceNetworkBuilder maxPooling() {
    steps = Steps.MAX;
    return this;
  }

  /** Gives an output for each step, for labels that are sequences. */
  public SequenceNetworkBuilder everyStep() {
    steps = Steps.ALL;
    return this;
  }

  @Override
  SequenceNetworkBuilder self() {
    return this;
  }

  @Override
  InputType inputType() {
    return InputType.recurrent(features);
  }

  @Override
  List<Layer> ownLayers() {
    if (bidirectional && steps == Steps.LAST) {
      throw new IllegalStateException(
          "Cannot build a bidirectional network on the last step (must be averagePooling, maxPooling"
              + " or everyStep)");
    }
    if (units.length == 0 && (bidirectional || steps == Steps.LAST)) {
      throw new IllegalStateException(
          "Cannot build a network on embeddings alone (must be averagePooling, maxPooling or"
              + " everyStep, and not bidirectional)");
    }
    List<Layer> layers = new ArrayList<>();
    if (embedding > 0) {
      layers.add(new EmbeddingSequenceLayer.Builder().nIn(features).nOut(embedding).build());
    }
    for (int i = 0; i < units.length; i++) {
      LSTM.Builder lstm =
          new LSTM.Builder()
              .nOut(units[i])
              .activation(Activation.TANH)
              .weightInit(WeightInit.XAVIER);
      boolean last = i == units.length - 1 && steps == Steps.LAST;
      Layer layer = dropInput(lstm, i > 0).build();
      layer = last ? new LastTimeStep(layer) : layer;
      layers.add(bidirectional ? new Bidirectional(Bidirectional.Mode.CONCAT, layer) : layer);
    }
    if (steps == Steps.MEAN || steps == Steps.MAX) {
      PoolingType type = steps == Steps.MEAN ? PoolingType.AVG : PoolingType.MAX;
      layers.add(new GlobalPoolingLayer.Builder(type).build());
    }
    return layers;
  }

  @Override
  boolean dropsOwnOutput() {
    return true;
  }

  @Override
  BaseOutputLayer.Builder<?> outputLayer(LossFunction loss) {
    return steps == Steps.ALL ? new RnnOutputLayer.Builder(loss) : super.outputLayer(loss);
  }
}
