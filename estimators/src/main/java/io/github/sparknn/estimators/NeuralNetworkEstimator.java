package io.github.sparknn.estimators;

import io.github.sparknn.datasets.InvalidRows;
import io.github.sparknn.datasets.PackedColumns;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.EarlyStopping;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingListeners;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.TrainingPreflight;
import io.github.sparknn.training.averaging.UpdaterState;
import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.device.Gpus;
import io.github.sparknn.training.network.LearningRateSchedule;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Optimizers;
import io.github.sparknn.training.network.Regularization;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.Validation;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all estimators that train a network share: the checks of schema and network, and the steps
 * of a fit.
 *
 * @param <E> the estimator itself, for chained setters
 * @param <M> the model it fits
 */
public abstract class NeuralNetworkEstimator<
        E extends NeuralNetworkEstimator<E, M>, M extends NetworkModel<M>>
    extends TrainingSetters<E, M> implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final int CHECKPOINTS_KEPT = 3;
  private static final Logger LOG = LoggerFactory.getLogger(NeuralNetworkEstimator.class);

  NeuralNetworkEstimator(String uid) {
    super(uid);
  }

  /** The network that the layer parameters describe, to check these. */
  abstract NetworkSpec shorthandNetwork(int inputs, int outputs);

  /** Parameters of this kind of estimator alone that a {@code network} says itself. */
  List<Param<?>> networkParams() {
    return List.of();
  }

  /** The metrics by which epochs can be compared. */
  List<String> validationMetrics() {
    return Validation.METRICS;
  }

  /**
   * Checks features, as far as the schema tells, that this kind of estimator cannot use.
   *
   * @throws IllegalArgumentException if they are such
   */
  void checkFeatures(TensorSpec features) {}

  /** What the network is trained for; may run Spark jobs over the data. */
  abstract TrainingTarget<M> target(Dataset<?> data);

  /** The schema with the columns that the model adds, after checks of what is particular. */
  abstract StructType transformChecked(StructType schema);

  /**
   * Trains. Where there is validation data the model that is returned is measured on it once more,
   * for its summary: a Spark job over these rows. Where that fails a warning is logged, and the
   * model's summary has no evaluation.
   *
   * @throws IllegalArgumentException before any job if a parameter, column or column type is wrong,
   *     or device is gpu and Spark assigns none to tasks; after reading the labels if one cannot be
   *     used or the network's outputs do not fit them; from the sharding job if a row cannot be
   *     used
   */
  @Override
  public M fit(Dataset<?> data) {
    check(data.schema());
    try {
      listener().trainingConfigured(ParamTexts.of(this));
      return train(data);
    } catch (Exception | Error e) { // Spark throws checked exceptions undeclared.
      TrainingListeners.tell(listener(), e);
      throw e;
    }
  }

  private M train(Dataset<?> data) {
    if (Device.of(getDevice()) == Device.GPU) {
      Gpus.require(data.sparkSession().sparkContext(), resources());
    }
    TrainingTarget<M> target = target(data);
    TensorSpec found = features(data);
    NetworkSpec spec = networkFor(target, found);
    TensorSpec features = spec.withIdsAsTaken(found);
    float[] initial =
        isSet(initialModel()) ? InitialModel.parameters(getInitialModel(), spec) : null;
    Dataset<?> rows = target.rows(data);
    try (ShardedDataset training =
            target.label(shards(trainingRows(rows), features), features).build();
        ShardedDataset validation =
            isSet(validationIndicatorCol())
                ? target
                    .labelLike(training, shards(validationRows(rows), features), features)
                    .build()
                : null) {
      TrainedNetwork trained =
          ParameterAveraging.train(plan(spec), initial, training, validation, listener());
      FittedNetwork fitted =
          new FittedNetwork(trained.network(), trained.state().withoutOptimizerState(), features);
      TrainingReport report =
          trained.report().withConfiguration("columns", Columns.listed(data.schema()));
      TrainingSummary summary = new TrainingSummary(report);
      M model = copyValues(target.model(fitted, summary), ParamMap.empty()).setParent(this);
      if (validation != null) {
        measure(model, target, weighed(validationRows(rows)));
      }
      return model;
    }
  }

  private void measure(M model, TrainingTarget<M> target, Dataset<?> validation) {
    String weight = hasWeightCol() ? getWeightCol() : null;
    try {
      target.evaluate(model, validation, weight).ifPresent(model::measured);
    } catch (Exception e) { // Spark throws checked exceptions undeclared.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("The model was not measured on the validation data; it is trained all the same", e);
    }
  }

  /** The rows without those that a missing weight leaves out. */
  private Dataset<?> weighed(Dataset<?> rows) {
    boolean leavesOut = hasWeightCol() && skipsInvalid();
    return leavesOut ? rows.filter(Columns.of(getWeightCol()).isNotNull()) : rows;
  }

  /**
   * What {@link #fit} would find and need, made without training: it reads labels as fit does, and
   * counts the rows.
   *
   * @throws IllegalArgumentException as fit, apart from what the result names as problems, and from
   *     what a row alone tells
   */
  public TrainingPreflight preflight(Dataset<?> data) {
    check(data.schema());
    TrainingTarget<M> target = target(data);
    TensorSpec found = features(data);
    NetworkSpec spec = networkFor(target, found);
    TensorSpec features = spec.withIdsAsTaken(found);
    int weights = hasWeightCol() || target.weighs() ? 1 : 0;
    TrainingPreflight.Rows rows =
        new TrainingPreflight.Rows(
            features,
            target.outputs(features),
            features.rowFloats() + target.storedLabels(features) + weights,
            trainingRows(target.rows(data)).count(),
            isSet(validationIndicatorCol()));
    SparkContext spark = data.sparkSession().sparkContext();
    return TrainingPreflight.of(plan(spec), rows, getWorkers(), resources(), spark);
  }

  private TensorSpec features(Dataset<?> data) {
    return takesSequences()
        ? TensorSpec.sequences(data, inputColumns(), inputShapeOrNull())
        : TensorSpec.of(data, inputColumns(), inputShapeOrNull());
  }

  private NetworkSpec networkFor(TrainingTarget<M> target, TensorSpec features) {
    int outputs = target.outputs(features);
    NetworkSpec spec =
        isSet(network())
            ? NetworkSpec.fromJson(getNetwork())
            : target.shorthandNetwork(features.networkSize(), outputs);
    spec.exampleShape(spec.withIdsAsTaken(features));
    checkOutputs(spec, outputs);
    return spec;
  }

  private static void checkOutputs(NetworkSpec spec, int needed) {
    if (spec.outputSize() > 0 && spec.outputSize() != needed) {
      throw new IllegalArgumentException(
          "Cannot train network: its output layer gives %d values per example (must be %d)"
              .formatted(spec.outputSize(), needed));
    }
  }

  private ShardedDataset.Builder shards(Dataset<?> rows, TensorSpec features) {
    ShardedDataset.Builder builder =
        ShardedDataset.builder(rows)
            .features(features)
            .resources(resources())
            .workers(workersOn(rows.sparkSession().sparkContext()))
            .seed(getSeed())
            .shuffle(getShuffle())
            .invalidRows(skipsInvalid() ? InvalidRows.SKIP : InvalidRows.ERROR);
    return hasWeightCol() ? builder.weights(getWeightCol()) : builder;
  }

  /** Whether rows that hold null or NaN are left out of the training instead of refused. */
  boolean skipsInvalid() {
    return !getHandleInvalid().equals("error");
  }

  /**
   * The schema that the fitted model's transform gives.
   *
   * @throws IllegalArgumentException if a parameter is invalid, a column is missing or of a type
   *     that cannot be used, or an output column exists already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    new TrainingParamChecks(this).check();
    TensorSpec features =
        takesSequences()
            ? TensorSpec.sequences(schema, inputColumns(), inputShapeOrNull())
            : TensorSpec.of(schema, inputColumns(), inputShapeOrNull());
    checkFeatures(features);
    checkNetwork(features);
    if (isSet(validationIndicatorCol())) {
      Columns.require(
          schema, "validationIndicatorCol", getValidationIndicatorCol(), BooleanType.class);
    }
    if (hasWeightCol()) {
      Columns.require(schema, "weightCol", getWeightCol(), NumericType.class);
    }
    return transformChecked(schema);
  }

  /** As transformSchema; a schema to come need not tell yet how many packed floats there are. */
  private void check(StructType schema) {
    transformSchema(schema);
    PackedColumns.requireShapes(schema, inputColumns(), inputShapeOrNull());
  }

  @Override
  public E copy(ParamMap extra) {
    return this.<E>defaultCopy(extra)
        .setTrainingListener(listener())
        .setTrainingResources(resources());
  }

  private boolean takesSequences() {
    return isSet(network()) && NetworkSpec.fromJson(getNetwork()).takesSequences();
  }

  /** Checks a given network as far as the features are known. */
  private void checkNetwork(TensorSpec features) {
    if (isSet(network())) {
      NetworkSpec spec = NetworkSpec.fromJson(getNetwork());
      if (spec.givesSequences()) {
        throw new IllegalArgumentException(
            "Cannot train network: its output layer gives values for each time step (must give them"
                + " for each row)");
      } else if (features.isResolved()) {
        spec.exampleShape(spec.withIdsAsTaken(features));
      }
    }
  }

  /** The optimizer that the parameters say. */
  final IUpdater updater() {
    return new LearningRateSchedule(
            getSchedule(), getEpochs(), getWarmupEpochs(), getDecayEpochs(), getDecayRate())
        .applyTo(
            Optimizers.of(getOptimizer(), getLearningRate(), getMomentum()), getLearningRate());
  }

  /** A configuration with the penalties and the limit of gradients that the parameters say. */
  final NetworkSpec regularized(MultiLayerConfiguration configuration) {
    Regularization regularization =
        new Regularization(
            getL1(), getL2(), Optimizers.decaysWeights(getOptimizer()), getGradientClip());
    return NetworkSpec.of(regularization.applyTo(configuration));
  }

  private TrainingPlan plan(NetworkSpec spec) {
    CheckpointPlan.Mode mode = getResume() ? CheckpointPlan.Mode.RESUME : CheckpointPlan.Mode.START;
    return TrainingPlan.of(spec)
        .withEngine(getEngine())
        .withDevice(getDevice())
        .withEpochs(getEpochs())
        .withBatchSize(getBatchSize())
        .withAveragingFrequency(getAveragingFrequency())
        .withAveraging(getAveraging())
        .withUpdaterState(UpdaterState.of(getUpdaterState()))
        .withShuffle(getShuffle())
        .withSeed(getSeed())
        .withEarlyStopping(earlyStopping())
        .withCheckpoints(
            new CheckpointPlan(
                getCheckpointDir(), getCheckpointInterval(), CHECKPOINTS_KEPT, mode));
  }

  private EarlyStopping earlyStopping() {
    EarlyStopping.Result result =
        getRestoreBest() ? EarlyStopping.Result.BEST : EarlyStopping.Result.LAST;
    return new EarlyStopping(getValidationMetric(), getEarlyStoppingPatience(), result);
  }

  /** Whether rows have weights of their own. */
  private boolean hasWeightCol() {
    return isSet(weightCol()) && !getWeightCol().isEmpty();
  }

  /** The rows to train on: all, or those whose validation indicator is not true. */
  private Dataset<?> trainingRows(Dataset<?> data) {
    return isSet(validationIndicatorCol()) ? data.filter(functions.not(isForValidation())) : data;
  }

  /** The rows whose validation indicator is true. */
  private Dataset<?> validationRows(Dataset<?> data) {
    return data.filter(isForValidation());
  }

  private Column isForValidation() {
    return functions.coalesce(Columns.of(getValidationIndicatorCol()), functions.lit(false));
  }

  /** The input shape, or null when it is not set. */
  private int[] inputShapeOrNull() {
    return isSet(inputShape()) ? getInputShape() : null;
  }

  /** The workers asked for, or as many as tasks run at once. */
  private int workersOn(SparkContext spark) {
    return getWorkers() > 0 ? getWorkers() : Gpus.taskSlots(spark, resources());
  }
}
