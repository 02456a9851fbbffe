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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a neural network that tells classes apart: a stack of dense layers with a softmax output,
 * or any DL4J configuration given as {@code network}. Training averages parameters over workers
 * (see {@link ParameterAveraging}); the same data, parameters and number of workers give the same
 * bits.
 *
 * <p>Inputs are numbers, vectors, arrays, nested arrays, packed floats and images, one column or
 * several, or a column of sequences for a recurrent network. The label is a number, boolean or
 * string column; each distinct value is a class, sorted by value, and the model predicts the value
 * itself, numbers as doubles (whole numbers beyond 2^53 are refused; cast such labels to strings).
 * Or the label is an array of numbers or a vector of 0 and 1, of one size in all rows: several
 * labels at once, each with a sigmoid output and binary cross-entropy as loss; {@code
 * validationMetric} then is {@code loss}, {@code classWeighting} {@code none}, and each element of
 * the prediction is 0 or 1. Rows with null or NaN are treated as {@code handleInvalid} says. Rows
 * count for {@code weightCol} and their class for {@code classWeighting} in the loss.
 */
public class NeuralNetworkClassifier
    extends NeuralNetworkEstimator<NeuralNetworkClassifier, NeuralNetworkClassificationModel>
    implements ClassificationParams {
  private static final long serialVersionUID = 1L;
  private static final DefaultParamsReadable<NeuralNetworkClassifier> IO =
      new DefaultParamsReadable<>() {};

  /** The class index of a row on its way into training. */
  private static final String CLASS_COLUMN = "__sparknn_class";

  private static final String BALANCED = "balanced";

  private final PredictionParams.Group predictionParams;
  private final ClassificationParams.Group classificationParams;
  private final Param<String> classWeighting;

  /** A classifier with default parameters and a new uid. */
  public NeuralNetworkClassifier() {
    this(Identifiable.randomUID("neuralNetworkClassifier"));
  }

  /** A classifier with default parameters and that uid. */
  public NeuralNetworkClassifier(String uid) {
    super(uid);
    predictionParams = new PredictionParams.Group(this);
    classificationParams = new ClassificationParams.Group(this);
    classWeighting =
        new Param<>(
            this,
            "classWeighting",
            "what the rows of a class count for in the loss, beside weightCol: none (all classes"
                + " alike per row) or balanced (all classes alike in total)",
            ParamValidators.inArray(List.of("none", BALANCED)));
    setDefault(classWeighting, "none");
  }

  @Override
  public PredictionParams.Group predictionParams() {
    return predictionParams;
  }

  @Override
  public ClassificationParams.Group classificationParams() {
    return classificationParams;
  }

  /**
   * What the rows of a class count for in the loss, times their weight where {@link #weightCol()}
   * is set: {@code none} (default): all the same; {@code balanced}: n / (K n_c) for class c of K,
   * n_c being the weight of its training rows and n that of all, so that rare classes count as much
   * in total as frequent ones. Validation rows get the same class weights, for early stopping to
   * compare what training minimizes; accuracy then is the mean of the classes' recalls where
   * validation rows are distributed like training rows.
   *
   * <p>Source: {@code class_weight="balanced"} in scikit-learn, after King, Zeng, "Logistic
   * Regression in Rare Events Data", Political Analysis 9, 2001.
   */
  public Param<String> classWeighting() {
    return classWeighting;
  }

  /** The value of {@link #classWeighting()}. */
  public String getClassWeighting() {
    return getOrDefault(classWeighting);
  }

  /** Sets {@link #classWeighting()}. */
  public NeuralNetworkClassifier setClassWeighting(String value) {
    set(classWeighting, value);
    return this;
  }

  @Override
  TrainingTarget<NeuralNetworkClassificationModel> target(Dataset<?> data) {
    if (kind(data.schema()).isMultiLabel()) {
      TensorSpec labels = TensorSpec.of(data, List.of(getLabelCol()), null);
      LabelClasses places = LabelClasses.ofPlaces(data, getLabelCol(), labels.size());
      NeuralNetworkClassificationModel.requireThresholds(this, places.size());
      return new LabelsTarget(places, labels);
    }
    LabelClasses found = LabelClasses.of(data, getLabelCol(), skipsInvalid());
    LabelClasses classes = isSet(network()) ? fitNetwork(found) : found;
    NeuralNetworkClassificationModel.requireThresholds(this, classes.size());
    return new ClassTarget(classes);
  }

  @Override
  StructType transformChecked(StructType schema) {
    LabelClasses.Kind kind = kind(schema);
    if (kind.isMultiLabel()) {
      requireForLabels(classWeighting, "none");
      requireForLabels(validationMetric(), "loss");
    }
    return Columns.append(schema, ClassificationSchema.outputs(this, kind, 0));
  }

  private void requireForLabels(Param<String> param, String only) {
    if (!getOrDefault(param).equals(only)) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (must be %s, as label column '%s' holds several labels at once)"
              .formatted(param.name(), getOrDefault(param), only, getLabelCol()));
    }
  }

  private LabelClasses.Kind kind(StructType schema) {
    DataType labelType = Columns.require(schema, getLabelCol()).dataType();
    LabelClasses.Kind kind = LabelClasses.Kind.of(labelType);
    if (kind == null) {
      throw new IllegalArgumentException(
          "Cannot use label column '"
              + getLabelCol()
              + "': its type is "
              + labelType.catalogString()
              + " (must be a number, boolean or string, or an array of numbers or vector of several"
              + " labels at once)");
    }
    return kind;
  }

  private LabelClasses fitNetwork(LabelClasses found) {
    int outputs = NetworkSpec.fromJson(getNetwork()).outputSize();
    return outputs > 0 ? found.forOutputs(outputs, getLabelCol()) : found;
  }

  @Override
  NetworkSpec shorthandNetwork(int inputs, int classes) {
    return regularized(
        Networks.classifier(
            inputs,
            getHiddenLayers(),
            getActivation(),
            getDropout(),
            classes,
            updater(),
            getSeed()));
  }

  @Override
  NeuralNetworkClassifier self() {
    return this;
  }

  /** Reads classifiers that {@code write} saved. */
  public static MLReader<NeuralNetworkClassifier> read() {
    return IO.read();
  }

  /** Reads a classifier from a path. */
  public static NeuralNetworkClassifier load(String path) {
    return read().load(path);
  }

  /** Sets {@link #labelCol()}. */
  public NeuralNetworkClassifier setLabelCol(String value) {
    set(labelCol(), value);
    return this;
  }

  /** Sets {@link #probabilityCol()}. */
  public NeuralNetworkClassifier setProbabilityCol(String value) {
    set(probabilityCol(), value);
    return this;
  }

  /** Sets {@link #thresholds()}. */
  public NeuralNetworkClassifier setThresholds(double[] value) {
    set(thresholds(), value);
    return this;
  }

  /** Sets {@link #rawPredictionCol()}. */
  public NeuralNetworkClassifier setRawPredictionCol(String value) {
    set(rawPredictionCol(), value);
    return this;
  }

  /** Sets {@link #predictionCol()}. */
  public NeuralNetworkClassifier setPredictionCol(String value) {
    set(predictionCol(), value);
    return this;
  }

  /** Several labels at once for each row, 0 or 1 each. */
  private final class LabelsTarget implements TrainingTarget<NeuralNetworkClassificationModel> {
    private final LabelClasses places;
    private final TensorSpec labels;

    LabelsTarget(LabelClasses places, TensorSpec labels) {
      this.places = places;
      this.labels = labels;
    }

    @Override
    public NetworkSpec shorthandNetwork(int inputs, int outputs) {
      return regularized(
          Networks.multiLabelClassifier(
              inputs,
              getHiddenLayers(),
              getActivation(),
              getDropout(),
              outputs,
              updater(),
              getSeed()));
    }

    @Override
    public int outputs(TensorSpec features) {
      return places.size();
    }

    @Override
    public ShardedDataset.Builder label(ShardedDataset.Builder shards, TensorSpec features) {
      return shards.labels(labels);
    }

    @Override
    public NeuralNetworkClassificationModel model(FittedNetwork fitted, TrainingSummary summary) {
      return new NeuralNetworkClassificationModel(uid(), fitted, places, summary);
    }
  }

  /** One class of the label column for each row. */
  private final class ClassTarget implements TrainingTarget<NeuralNetworkClassificationModel> {
    private final LabelClasses classes;

    ClassTarget(LabelClasses classes) {
      this.classes = classes;
    }

    @Override
    public int outputs(TensorSpec features) {
      return classes.size();
    }

    @Override
    public int storedLabels(TensorSpec features) {
      return 1;
    }

    @Override
    public boolean weighs() {
      return isBalanced();
    }

    @Override
    public NetworkSpec shorthandNetwork(int inputs, int outputs) {
      return NeuralNetworkClassifier.this.shorthandNetwork(inputs, outputs);
    }

    @Override
    public Dataset<?> rows(Dataset<?> data) {
      Dataset<?> valid = skipsInvalid() ? data.filter(classes.isValid(getLabelCol())) : data;
      return valid.withColumn(CLASS_COLUMN, classes.index(getLabelCol()));
    }

    @Override
    public ShardedDataset.Builder label(ShardedDataset.Builder shards, TensorSpec features) {
      ShardedDataset.Builder labelled = shards.classLabels(CLASS_COLUMN, classes.size());
      return isBalanced() ? labelled.balancedClasses() : labelled;
    }

    @Override
    public ShardedDataset.Builder labelLike(
        ShardedDataset training, ShardedDataset.Builder shards, TensorSpec features) {
      ShardedDataset.Builder labelled = shards.classLabels(CLASS_COLUMN, classes.size());
      return isBalanced() ? labelled.classWeights(training.classWeights()) : labelled;
    }

    private boolean isBalanced() {
      return getClassWeighting().equals(BALANCED);
    }

    @Override
    public NeuralNetworkClassificationModel model(FittedNetwork fitted, TrainingSummary summary) {
      return new NeuralNetworkClassificationModel(uid(), fitted, classes, summary);
    }

    @Override
    public Optional<ModelEvaluation> evaluate(
        NeuralNetworkClassificationModel model, Dataset<?> validation, String weightCol) {
      return Optional.of(model.evaluate(validation, weightCol));
    }
  }
}
