package io.github.sparknn.estimators;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.network.LayerStack;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a neural network to give its inputs again through a narrow layer, which makes short
 * encodings of rows, and tells rows that are unlike the training's by the error of their
 * reconstruction. Training averages parameters over workers (see {@link ParameterAveraging}); the
 * same data, parameters and number of workers give the same bits.
 *
 * <p>{@code hiddenLayers} are the encoder's, the encoding's last; the decoder mirrors them: {64, 8}
 * makes layers of 64, 8, 64 and as many units as there are inputs. The output is linear, the loss
 * the mean squared error. Or {@code network} is any DL4J configuration that gives as many values as
 * it takes. Inputs are numeric scalars, vectors or arrays of numbers, one column or several; scale
 * them alike, since the error is the mean over all values. Rows with null or NaN are treated as
 * {@code handleInvalid} says. Rows count for {@code weightCol} in the loss. The only {@code
 * validationMetric} is {@code loss}.
 *
 * <p>Source: Hinton, Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks",
 * Science 313, 2006; trained from random weights as a whole, not layer by layer.
 */
public class NeuralNetworkAutoencoder
    extends NeuralNetworkEstimator<NeuralNetworkAutoencoder, NeuralNetworkAutoencoderModel>
    implements AutoencoderParams {
  private static final long serialVersionUID = 1L;
  private static final DefaultParamsReadable<NeuralNetworkAutoencoder> IO =
      new DefaultParamsReadable<>() {};

  private final AutoencoderParams.Group autoencoderParams;
  private final Param<String> encodingLayer;

  /** An autoencoder with default parameters and a new uid. */
  public NeuralNetworkAutoencoder() {
    this(Identifiable.randomUID("neuralNetworkAutoencoder"));
  }

  /** An autoencoder with default parameters and that uid. */
  public NeuralNetworkAutoencoder(String uid) {
    super(uid);
    autoencoderParams = new AutoencoderParams.Group(this);
    encodingLayer =
        new Param<>(
            this,
            "encodingLayer",
            "with network: name of the dense layer whose outputs are the encoding, or its index"
                + " from 0; unset = the narrowest");
  }

  @Override
  public AutoencoderParams.Group autoencoderParams() {
    return autoencoderParams;
  }

  /**
   * The layer whose outputs are the encoding, for a {@link #network()} that is a stack of layers:
   * the name of a dense layer before the last layer, or its index from 0 (unset by default: the one
   * with the fewest units, the first of equal ones). A graph has no encoding: set {@link
   * #encodingCol()} to the empty name.
   */
  public Param<String> encodingLayer() {
    return encodingLayer;
  }

  /** The value of {@link #encodingLayer()}. */
  public String getEncodingLayer() {
    return getOrDefault(encodingLayer);
  }

  /** Sets {@link #encodingLayer()}. */
  public NeuralNetworkAutoencoder setEncodingLayer(String value) {
    set(encodingLayer, value);
    return this;
  }

  @Override
  List<String> validationMetrics() {
    return List.of("loss");
  }

  @Override
  void checkFeatures(TensorSpec features) {
    if (features.isSequence()) {
      throw new IllegalArgumentException(
          "Cannot train autoencoder: column '%s' holds sequences of varying length (must be of one"
                  .formatted(features.columns().get(0))
              + " size in all rows, such as array<number> cut into steps by inputShape)");
    } else if (!features.vocabulary().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot train autoencoder: columns %s hold category ids (must be numbers, such as"
                  .formatted(features.columns())
              + " TablePreprocessor's outputType array)");
    }
  }

  @Override
  TrainingTarget<NeuralNetworkAutoencoderModel> target(Dataset<?> data) {
    return new Inputs();
  }

  @Override
  StructType transformChecked(StructType schema) {
    if (isSet(network())) {
      findEncoding(NetworkSpec.fromJson(getNetwork()));
    } else if (isSet(encodingLayer)) {
      throw new IllegalArgumentException(
          "Invalid encodingLayer: %s (must go with a network; the last of hiddenLayers is the"
                  .formatted(getEncodingLayer())
              + " encoding)");
    }
    return Columns.append(schema, AutoencoderSchema.outputs(this, new int[0], new int[0]));
  }

  /** The index of the encoding layer; null when no encodings are asked for. */
  private Integer findEncoding(NetworkSpec spec) {
    if (getEncodingCol().isEmpty()) {
      return null;
    }
    if (!isSet(network())) {
      return getHiddenLayers().length - 1;
    }
    try {
      LayerStack layers = new LayerStack(spec);
      return isSet(encodingLayer)
          ? layers.denseLayer(getEncodingLayer())
          : layers.narrowestDenseLayer();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot find the encoding for encodingCol '%s': %s"
              .formatted(getEncodingCol(), e.getMessage()),
          e);
    }
  }

  @Override
  NetworkSpec shorthandNetwork(int inputs, int outputs) {
    return regularized(
        Networks.autoencoder(
            inputs, getHiddenLayers(), getActivation(), getDropout(), updater(), getSeed()));
  }

  @Override
  NeuralNetworkAutoencoder self() {
    return this;
  }

  /** Reads autoencoders that {@code write} saved. */
  public static MLReader<NeuralNetworkAutoencoder> read() {
    return IO.read();
  }

  /** Reads an autoencoder from a path. */
  public static NeuralNetworkAutoencoder load(String path) {
    return read().load(path);
  }

  /** Sets {@link #encodingCol()}. */
  public NeuralNetworkAutoencoder setEncodingCol(String value) {
    set(encodingCol(), value);
    return this;
  }

  /** Sets {@link #reconstructionCol()}. */
  public NeuralNetworkAutoencoder setReconstructionCol(String value) {
    set(reconstructionCol(), value);
    return this;
  }

  /** Sets {@link #reconstructionErrorCol()}. */
  public NeuralNetworkAutoencoder setReconstructionErrorCol(String value) {
    set(reconstructionErrorCol(), value);
    return this;
  }

  /** The row itself is what the network is to give. */
  private final class Inputs implements TrainingTarget<NeuralNetworkAutoencoderModel> {
    @Override
    public NetworkSpec shorthandNetwork(int inputs, int outputs) {
      return NeuralNetworkAutoencoder.this.shorthandNetwork(inputs, outputs);
    }

    @Override
    public int outputs(TensorSpec features) {
      return features.size();
    }

    @Override
    public ShardedDataset.Builder label(ShardedDataset.Builder shards, TensorSpec features) {
      return shards.labels(features);
    }

    @Override
    public NeuralNetworkAutoencoderModel model(FittedNetwork fitted, TrainingSummary summary) {
      return new NeuralNetworkAutoencoderModel(
          uid(), fitted, findEncoding(fitted.network()), summary);
    }
  }
}
