package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchModel;
import io.github.sparknn.training.network.LayerStack;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A trained autoencoder. {@code transform} adds, each under its column parameter's name:
 *
 * <ul>
 *   <li>{@code encoding}: array&lt;float&gt;[{@link #encodingSize()}], the outputs of the encoding
 *       layer;
 *   <li>{@code reconstruction}: array&lt;float&gt; of as many values as the inputs, what the
 *       network gives for them;
 *   <li>{@code reconstructionError}: double, the mean of (input - reconstruction)² over the row's
 *       values: large for rows unlike those of the training, anomalies.
 * </ul>
 *
 * <p>What nobody reads is not computed: the encoding alone does not take the whole network, the
 * error alone makes no arrays. A column that is named empty is not added. Both arrays note their
 * shape in the metadata. What becomes of other columns and of rows with null or NaN is told at
 * {@link NetworkModel}.
 */
public class NeuralNetworkAutoencoderModel extends NetworkModel<NeuralNetworkAutoencoderModel>
    implements AutoencoderParams {
  private static final long serialVersionUID = 1L;
  private static final int NO_LAYER = -1;
  private static final String ENCODING_LAYER = "encodingLayer";

  private final AutoencoderParams.Group autoencoderParams;
  private final int encodingLayer;
  private final int encodingSize;
  private SharedNetwork encoder;

  /**
   * A model with default parameters.
   *
   * @param encodingLayer index of a dense layer; null when the network has no encoding
   */
  NeuralNetworkAutoencoderModel(
      String uid, FittedNetwork fitted, Integer encodingLayer, TrainingSummary summary) {
    super(uid, fitted, summary);
    autoencoderParams = new AutoencoderParams.Group(this);
    if (encodingLayer == null) {
      this.encodingLayer = NO_LAYER;
      encodingSize = 0;
      encoder = null;
    } else {
      LayerStack layers = new LayerStack(fitted.network());
      this.encodingLayer = encodingLayer;
      encodingSize = layers.width(encodingLayer);
      encoder = new SharedNetwork(encoder(fitted, layers.upTo(encodingLayer)));
    }
  }

  private static FittedNetwork encoder(FittedNetwork fitted, NetworkSpec network) {
    int parameters = network.initialState().parameters().length;
    float[] first = Arrays.copyOf(fitted.state().parameters(), parameters);
    return new FittedNetwork(network, ModelState.ofParameters(first), fitted.features());
  }

  @Override
  NeuralNetworkAutoencoderModel self() {
    return this;
  }

  @Override
  public AutoencoderParams.Group autoencoderParams() {
    return autoencoderParams;
  }

  /** Values of a row's encoding; 0 when the network has none. */
  public int encodingSize() {
    return encodingSize;
  }

  @Override
  StructType outputs() {
    if (encoder == null && !getEncodingCol().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot add encodingCol '%s': the model was trained without an encoding (encodingCol was"
                  .formatted(getEncodingCol())
              + " empty)");
    }
    return AutoencoderSchema.outputs(this, new int[] {encodingSize}, fitted().features().shape());
  }

  @Override
  NetworkScoring scoring(SparkContext spark) {
    SharedNetwork.Handle encoding = getEncodingCol().isEmpty() ? null : encoder.on(spark);
    return new AutoencoderScoring(this, shared(spark), encoding);
  }

  @Override
  BatchModel defaultFunction(SparkSession spark) {
    return copy(ParamMap.empty())
        .setEncodingCol("")
        .setReconstructionCol("")
        .setReconstructionErrorCol("reconstructionError")
        .forFunction(spark);
  }

  @Override
  public NeuralNetworkAutoencoderModel copy(ParamMap extra) {
    NeuralNetworkAutoencoderModel copy =
        new NeuralNetworkAutoencoderModel(uid(), fitted(), savedEncodingLayer(), summaryOrNull());
    copy.encoder = encoder;
    return copyValues(sharing(copy), extra).setParent(parent());
  }

  private Integer savedEncodingLayer() {
    return encodingLayer == NO_LAYER ? null : (Integer) encodingLayer;
  }

  @Override
  public MLWriter write() {
    return ModelStorage.writer(
        this, encodingLayer == NO_LAYER ? Map.of() : Map.of(ENCODING_LAYER, encodingLayer));
  }

  /** Reads models that {@code write} saved. */
  public static MLReader<NeuralNetworkAutoencoderModel> read() {
    return ModelStorage.reader(
        NeuralNetworkAutoencoderModel.class,
        saved -> {
          saved.withOutputs(saved.fitted().features().size());
          Integer layer = saved.value(ENCODING_LAYER, Integer.class);
          return new NeuralNetworkAutoencoderModel(
              saved.uid(), saved.fitted(), layer, saved.summary());
        });
  }

  /**
   * Reads a model from a path.
   *
   * @throws IllegalArgumentException if there is no such model, it was saved by a newer version of
   *     this library, or its data are damaged; names the path
   */
  public static NeuralNetworkAutoencoderModel load(String path) {
    return read().load(path);
  }

  /** Sets {@link #encodingCol()}. */
  public NeuralNetworkAutoencoderModel setEncodingCol(String value) {
    set(encodingCol(), value);
    return this;
  }

  /** Sets {@link #reconstructionCol()}. */
  public NeuralNetworkAutoencoderModel setReconstructionCol(String value) {
    set(reconstructionCol(), value);
    return this;
  }

  /** Sets {@link #reconstructionErrorCol()}. */
  public NeuralNetworkAutoencoderModel setReconstructionErrorCol(String value) {
    set(reconstructionErrorCol(), value);
    return this;
  }
}
