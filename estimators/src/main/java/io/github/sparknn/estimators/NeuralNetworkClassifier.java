package io.github.sparknn.estimators;

import io.github.sparknn.datasets.InvalidRows;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.network.Optimizers;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Trains a neural network that tells classes apart: a stack of dense layers with a softmax output,
 * or any DL4J configuration given as {@code network}. Training averages parameters over workers
 * (see {@link ParameterAveraging}); the same data, parameters and number of workers give the same
 * bits.
 *
 * <p>Inputs are numeric scalars, vectors or arrays of numbers, one column or several. The label is
 * a number, boolean or string column; each distinct value is a class, sorted by value, and the
 * model predicts the value itself. Rows with null or NaN are treated as {@code handleInvalid} says.
 */
public class NeuralNetworkClassifier extends Estimator<NeuralNetworkClassificationModel>
    implements ClassificationParams, TrainingParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final DefaultParamsReadable<NeuralNetworkClassifier> IO =
      new DefaultParamsReadable<>() {};

  /** The class index of a row on its way into training. */
  private static final String CLASS_COLUMN = "__sparknn_class";

  private final String uid;
  private final ScoringParams.Group scoringParams;
  private final ClassificationParams.Group classificationParams;
  private final TrainingParams.Group trainingParams;
  private transient TrainingListener listener = TrainingListener.NONE;

  /** A classifier with default parameters and a new uid. */
  public NeuralNetworkClassifier() {
    this(Identifiable.randomUID("neuralNetworkClassifier"));
  }

  /** A classifier with default parameters and that uid. */
  public NeuralNetworkClassifier(String uid) {
    this.uid = uid;
    scoringParams = new ScoringParams.Group(this);
    classificationParams = new ClassificationParams.Group(this);
    trainingParams = new TrainingParams.Group(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ScoringParams.Group scoringParams() {
    return scoringParams;
  }

  @Override
  public ClassificationParams.Group classificationParams() {
    return classificationParams;
  }

  @Override
  public TrainingParams.Group trainingParams() {
    return trainingParams;
  }

  /**
   * Trains.
   *
   * @throws IllegalArgumentException before any job if a parameter, column or column type is wrong;
   *     after reading the labels if one cannot be used or the network's outputs do not fit them;
   *     from the sharding job if a row cannot be used
   */
  @Override
  public NeuralNetworkClassificationModel fit(Dataset<?> data) {
    transformSchema(data.schema());
    boolean skipInvalid = !getHandleInvalid().equals("error");
    String label = getLabelCol();
    LabelClasses found = LabelClasses.of(data, label, skipInvalid);
    TensorSpec features = TensorSpec.of(data, inputColumns(), inputShapeOrNull());
    LabelClasses classes = isSet(network()) ? fitNetwork(found) : found;
    NetworkSpec spec = networkSpec(features.size(), classes.size());
    spec.exampleShape(features.shape());
    Dataset<?> labelled =
        (skipInvalid ? data.filter(classes.isValid(label)) : data)
            .withColumn(CLASS_COLUMN, classes.index(label));
    try (ShardedDataset shards =
        ShardedDataset.builder(labelled)
            .features(features)
            .classLabels(CLASS_COLUMN, classes.size())
            .workers(workers(data.sparkSession().sparkContext()))
            .seed(getSeed())
            .invalidRows(skipInvalid ? InvalidRows.SKIP : InvalidRows.ERROR)
            .build()) {
      TrainedNetwork trained = ParameterAveraging.train(plan(spec), shards, listener());
      return copyValues(
              new NeuralNetworkClassificationModel(
                  uid,
                  new FittedNetwork(
                      trained.network(), trained.state().withoutOptimizerState(), features),
                  classes,
                  trained.report()),
              ParamMap.empty())
          .setParent(this);
    }
  }

  /**
   * The schema that the fitted model's transform gives.
   *
   * @throws IllegalArgumentException if a parameter is invalid, a column is missing or of a type
   *     that cannot be used, or an output column exists already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    checkParams();
    TensorSpec features = TensorSpec.of(schema, inputColumns(), inputShapeOrNull());
    if (isSet(network()) && features.isResolved()) {
      NetworkSpec.fromJson(getNetwork()).exampleShape(features.shape());
    }
    DataType labelType = Columns.require(schema, getLabelCol()).dataType();
    LabelClasses.Kind kind = LabelClasses.Kind.of(labelType);
    if (kind == null) {
      throw new IllegalArgumentException(
          "Cannot use label column '"
              + getLabelCol()
              + "': its type is "
              + labelType.catalogString()
              + " (must be a number, boolean or string)");
    }
    return ClassificationSchema.transform(this, schema, kind.type(), 0);
  }

  private void checkParams() {
    Optimizers.of(getOptimizer(), getLearningRate());
    if (isSet(network())) {
      for (Param<?> shorthand :
          List.of(hiddenLayers(), activation(), dropout(), optimizer(), learningRate())) {
        if (isSet(shorthand)) {
          throw new IllegalArgumentException(
              "Invalid "
                  + shorthand.name()
                  + ": it cannot be set together with network, whose configuration says it");
        }
      }
      Engines.select(getEngine(), NetworkSpec.fromJson(getNetwork()));
      return;
    }
    for (int units : getHiddenLayers()) {
      if (units < 1) {
        throw new IllegalArgumentException(
            "Invalid hiddenLayers: " + units + " (units of a layer must be >= 1)");
      }
    }
    Engines.select(getEngine(), networkSpec(1, 2));
  }

  private LabelClasses fitNetwork(LabelClasses found) {
    int outputs = NetworkSpec.fromJson(getNetwork()).outputSize();
    return outputs > 0 ? found.forOutputs(outputs, getLabelCol()) : found;
  }

  private NetworkSpec networkSpec(int inputs, int classes) {
    return isSet(network())
        ? NetworkSpec.fromJson(getNetwork())
        : NetworkSpec.of(
            Networks.classifier(
                inputs,
                getHiddenLayers(),
                getActivation(),
                getDropout(),
                classes,
                Optimizers.of(getOptimizer(), getLearningRate()),
                getSeed()));
  }

  private TrainingPlan plan(NetworkSpec spec) {
    return TrainingPlan.of(spec)
        .withEngine(getEngine())
        .withEpochs(getEpochs())
        .withBatchSize(getBatchSize())
        .withAveragingFrequency(getAveragingFrequency())
        .withSeed(getSeed());
  }

  private int[] inputShapeOrNull() {
    return isSet(inputShape()) ? getInputShape() : null;
  }

  private int workers(SparkContext spark) {
    int cpusPerTask = spark.conf().getInt("spark.task.cpus", 1);
    return getWorkers() > 0 ? getWorkers() : Math.max(1, spark.defaultParallelism() / cpusPerTask);
  }

  private TrainingListener listener() {
    return listener == null ? TrainingListener.NONE : listener;
  }

  /** Hears on the driver how training goes on; not saved. */
  public NeuralNetworkClassifier setTrainingListener(TrainingListener value) {
    listener = value;
    return this;
  }

  @Override
  public NeuralNetworkClassifier copy(ParamMap extra) {
    return this.<NeuralNetworkClassifier>defaultCopy(extra).setTrainingListener(listener);
  }

  /** Reads classifiers that {@code write} saved. */
  public static MLReader<NeuralNetworkClassifier> read() {
    return IO.read();
  }

  /** Reads a classifier from a path. */
  public static NeuralNetworkClassifier load(String path) {
    return read().load(path);
  }

  /** Sets {@link #featuresCol()}. */
  public NeuralNetworkClassifier setFeaturesCol(String value) {
    set(featuresCol(), value);
    return this;
  }

  /** Sets {@link #featuresCols()}. */
  public NeuralNetworkClassifier setFeaturesCols(String[] value) {
    set(featuresCols(), value);
    return this;
  }

  /** Sets {@link #inputShape()}. */
  public NeuralNetworkClassifier setInputShape(int[] value) {
    set(inputShape(), value);
    return this;
  }

  /** Sets {@link #labelCol()}. */
  public NeuralNetworkClassifier setLabelCol(String value) {
    set(labelCol(), value);
    return this;
  }

  /** Sets {@link #predictionCol()}. */
  public NeuralNetworkClassifier setPredictionCol(String value) {
    set(predictionCol(), value);
    return this;
  }

  /** Sets {@link #probabilityCol()}. */
  public NeuralNetworkClassifier setProbabilityCol(String value) {
    set(probabilityCol(), value);
    return this;
  }

  /** Sets {@link #rawPredictionCol()}. */
  public NeuralNetworkClassifier setRawPredictionCol(String value) {
    set(rawPredictionCol(), value);
    return this;
  }

  /** Sets {@link #hiddenLayers()}. */
  public NeuralNetworkClassifier setHiddenLayers(int[] value) {
    set(hiddenLayers(), value);
    return this;
  }

  /** Sets {@link #activation()}. */
  public NeuralNetworkClassifier setActivation(String value) {
    set(activation(), value);
    return this;
  }

  /** Sets {@link #dropout()}. */
  public NeuralNetworkClassifier setDropout(double value) {
    set(dropout(), value);
    return this;
  }

  /** Sets {@link #network()}. */
  public NeuralNetworkClassifier setNetwork(String value) {
    set(network(), value);
    return this;
  }

  /** Sets {@link #network()} to that configuration. */
  public NeuralNetworkClassifier setNetwork(MultiLayerConfiguration value) {
    return setNetwork(NetworkSpec.of(value).json());
  }

  /** Sets {@link #network()} to that configuration. */
  public NeuralNetworkClassifier setNetwork(ComputationGraphConfiguration value) {
    return setNetwork(NetworkSpec.of(value).json());
  }

  /** Sets {@link #optimizer()}. */
  public NeuralNetworkClassifier setOptimizer(String value) {
    set(optimizer(), value);
    return this;
  }

  /** Sets {@link #learningRate()}. */
  public NeuralNetworkClassifier setLearningRate(double value) {
    set(learningRate(), value);
    return this;
  }

  /** Sets {@link #epochs()}. */
  public NeuralNetworkClassifier setEpochs(int value) {
    set(epochs(), value);
    return this;
  }

  /** Sets {@link #batchSize()}. */
  public NeuralNetworkClassifier setBatchSize(int value) {
    set(batchSize(), value);
    return this;
  }

  /** Sets {@link #workers()}. */
  public NeuralNetworkClassifier setWorkers(int value) {
    set(workers(), value);
    return this;
  }

  /** Sets {@link #averagingFrequency()}. */
  public NeuralNetworkClassifier setAveragingFrequency(int value) {
    set(averagingFrequency(), value);
    return this;
  }

  /** Sets {@link #seed()}. */
  public NeuralNetworkClassifier setSeed(long value) {
    set(seed(), value);
    return this;
  }

  /** Sets {@link #engine()}. */
  public NeuralNetworkClassifier setEngine(String value) {
    set(engine(), value);
    return this;
  }

  /** Sets {@link #handleInvalid()}. */
  public NeuralNetworkClassifier setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /** Sets {@link #scoringBatchSize()}. */
  public NeuralNetworkClassifier setScoringBatchSize(int value) {
    set(scoringBatchSize(), value);
    return this;
  }
}
