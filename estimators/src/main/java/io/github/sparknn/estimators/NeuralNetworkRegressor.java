package io.github.sparknn.estimators;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a neural network that predicts numbers: a stack of dense layers with a linear output, or
 * any DL4J configuration given as {@code network}. Training averages parameters over workers (see
 * {@link ParameterAveraging}); the same data, parameters and number of workers give the same bits.
 *
 * <p>Inputs are numbers, vectors, arrays, nested arrays, packed floats and images, one column or
 * several, or a column of sequences for a recurrent network. The label is a number, or several as
 * array of numbers or vector, of one size in all rows; predictions have the form of the label:
 * double, array&lt;double&gt; or vector. Labels are taken as they are, as float: scale those that
 * are far from the order of 1, or the default learning rate takes many epochs. Rows with null or
 * NaN in inputs or label are treated as {@code handleInvalid} says. Rows count for {@code
 * weightCol} in the loss. The only {@code validationMetric} is {@code loss}.
 */
public class NeuralNetworkRegressor
    extends NeuralNetworkEstimator<NeuralNetworkRegressor, NeuralNetworkRegressionModel>
    implements PredictionParams {
  private static final long serialVersionUID = 1L;
  private static final DefaultParamsReadable<NeuralNetworkRegressor> IO =
      new DefaultParamsReadable<>() {};

  private final PredictionParams.Group predictionParams;
  private final Param<String> loss;

  /** A regressor with default parameters and a new uid. */
  public NeuralNetworkRegressor() {
    this(Identifiable.randomUID("neuralNetworkRegressor"));
  }

  /** A regressor with default parameters and that uid. */
  public NeuralNetworkRegressor(String uid) {
    super(uid);
    predictionParams = new PredictionParams.Group(this);
    loss =
        new Param<>(
            this,
            "loss",
            "what training minimizes: mse (mean squared error) or mae (mean absolute error)",
            ParamValidators.inArray(Networks.DISTANCES));
    setDefault(loss, "mse");
  }

  @Override
  public PredictionParams.Group predictionParams() {
    return predictionParams;
  }

  /**
   * What training minimizes, the mean over rows and targets: {@code mse} (default), the squared
   * error, or {@code mae}, the absolute error, which outliers move less. Not to be set together
   * with {@link #network()}, whose configuration says it.
   */
  public Param<String> loss() {
    return loss;
  }

  /** The value of {@link #loss()}. */
  public String getLoss() {
    return getOrDefault(loss);
  }

  /** Sets {@link #loss()}. */
  public NeuralNetworkRegressor setLoss(String value) {
    set(loss, value);
    return this;
  }

  @Override
  List<Param<?>> networkParams() {
    return List.of(loss);
  }

  @Override
  List<String> validationMetrics() {
    return List.of("loss");
  }

  @Override
  TrainingTarget<NeuralNetworkRegressionModel> target(Dataset<?> data) {
    DataType type = data.schema().apply(getLabelCol()).dataType();
    return new Numbers(TargetKind.of(type), TensorSpec.of(data, List.of(getLabelCol()), null));
  }

  @Override
  StructType transformChecked(StructType schema) {
    DataType type = Columns.require(schema, getLabelCol()).dataType();
    TargetKind kind = TargetKind.of(type);
    if (kind == null) {
      throw new IllegalArgumentException(
          "Cannot use label column '%s': its type is %s (must be a number, an array of numbers or a vector)"
              .formatted(getLabelCol(), type.catalogString()));
    }
    return getPredictionCol().isEmpty()
        ? schema
        : Columns.append(schema, new StructType().add(kind.field(getPredictionCol(), 0)));
  }

  @Override
  NetworkSpec shorthandNetwork(int inputs, int outputs) {
    return regularized(
        Networks.regressor(
            inputs,
            getHiddenLayers(),
            getActivation(),
            getDropout(),
            outputs,
            getLoss(),
            updater(),
            getSeed()));
  }

  @Override
  NeuralNetworkRegressor self() {
    return this;
  }

  /** Reads regressors that {@code write} saved. */
  public static MLReader<NeuralNetworkRegressor> read() {
    return IO.read();
  }

  /** Reads a regressor from a path. */
  public static NeuralNetworkRegressor load(String path) {
    return read().load(path);
  }

  /** Sets {@link #labelCol()}. */
  public NeuralNetworkRegressor setLabelCol(String value) {
    set(labelCol(), value);
    return this;
  }

  /** Sets {@link #predictionCol()}. */
  public NeuralNetworkRegressor setPredictionCol(String value) {
    set(predictionCol(), value);
    return this;
  }

  /** The numbers of the label column. */
  private final class Numbers implements TrainingTarget<NeuralNetworkRegressionModel> {
    private final TargetKind kind;
    private final TensorSpec labels;

    Numbers(TargetKind kind, TensorSpec labels) {
      this.kind = kind;
      this.labels = labels;
    }

    @Override
    public NetworkSpec shorthandNetwork(int inputs, int outputs) {
      return NeuralNetworkRegressor.this.shorthandNetwork(inputs, outputs);
    }

    @Override
    public int outputs(TensorSpec features) {
      return labels.size();
    }

    @Override
    public ShardedDataset.Builder label(ShardedDataset.Builder shards, TensorSpec features) {
      return shards.labels(labels);
    }

    @Override
    public NeuralNetworkRegressionModel model(FittedNetwork fitted, TrainingSummary summary) {
      return new NeuralNetworkRegressionModel(uid(), fitted, kind, labels.size(), summary);
    }

    @Override
    public Optional<ModelEvaluation> evaluate(
        NeuralNetworkRegressionModel model, Dataset<?> validation, String weightCol) {
      if (kind != TargetKind.NUMBER) {
        return Optional.empty();
      }
      Column label = Columns.of(getLabelCol()).cast("double");
      Dataset<?> valid =
          skipsInvalid()
              ? validation.filter(label.isNotNull().and(functions.not(functions.isnan(label))))
              : validation;
      return Optional.of(model.evaluate(valid, weightCol));
    }
  }
}
