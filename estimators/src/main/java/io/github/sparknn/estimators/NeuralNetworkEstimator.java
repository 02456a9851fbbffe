package io.github.sparknn.estimators;

import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.EarlyStopping;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.averaging.OuterOptimizer;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Optimizers;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * What all estimators that train a network share: parameters, their checks, and the training plan.
 *
 * @param <E> the estimator itself, for chained setters
 * @param <M> the model it fits
 */
public abstract class NeuralNetworkEstimator<
        E extends NeuralNetworkEstimator<E, M>, M extends Model<M>>
    extends Estimator<M> implements ScoringParams, TrainingParams {
  private static final long serialVersionUID = 1L;
  private static final int CHECKPOINTS_KEPT = 3;

  private final String uid;
  private final ScoringParams.Group scoringParams;
  private final TrainingParams.Group trainingParams;
  private transient TrainingListener listener;

  NeuralNetworkEstimator(String uid) {
    this.uid = uid;
    scoringParams = new ScoringParams.Group(this);
    trainingParams = new TrainingParams.Group(this);
  }

  abstract E self();

  /** The network that the layer parameters describe. */
  abstract NetworkSpec shorthandNetwork(int inputs, int outputs);

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ScoringParams.Group scoringParams() {
    return scoringParams;
  }

  @Override
  public TrainingParams.Group trainingParams() {
    return trainingParams;
  }

  /** The network to train. */
  NetworkSpec networkSpec(int inputs, int outputs) {
    return isSet(network())
        ? NetworkSpec.fromJson(getNetwork())
        : shorthandNetwork(inputs, outputs);
  }

  /**
   * Checks parameters that Spark's own validators do not.
   *
   * @throws IllegalArgumentException names the parameter and what it must be
   */
  void checkTrainingParams() {
    Optimizers.of(getOptimizer(), getLearningRate());
    OuterOptimizer.of(getAveraging());
    earlyStopping();
    if (getEarlyStoppingPatience() > 0 && !isSet(validationIndicatorCol())) {
      throw new IllegalArgumentException(
          "Invalid earlyStoppingPatience: "
              + getEarlyStoppingPatience()
              + " (must go with a validationIndicatorCol)");
    }
    if (getResume() && getCheckpointDir().isEmpty()) {
      throw new IllegalArgumentException("Invalid resume: true (must go with a checkpointDir)");
    }
    for (int units : getHiddenLayers()) {
      if (units < 1) {
        throw new IllegalArgumentException(
            "Invalid hiddenLayers: " + units + " (units of a layer must be >= 1)");
      }
    }
    if (isSet(network())) {
      checkNoShorthand();
    }
    Engines.select(getEngine(), networkSpec(1, 2));
  }

  private void checkNoShorthand() {
    for (Param<?> shorthand :
        List.of(hiddenLayers(), activation(), dropout(), optimizer(), learningRate())) {
      if (isSet(shorthand)) {
        throw new IllegalArgumentException(
            "Invalid "
                + shorthand.name()
                + ": it cannot be set together with network, whose configuration says it");
      }
    }
  }

  TrainingPlan plan(NetworkSpec spec) {
    CheckpointPlan.Mode mode = getResume() ? CheckpointPlan.Mode.RESUME : CheckpointPlan.Mode.START;
    return TrainingPlan.of(spec)
        .withEngine(getEngine())
        .withEpochs(getEpochs())
        .withBatchSize(getBatchSize())
        .withAveragingFrequency(getAveragingFrequency())
        .withAveraging(getAveraging())
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

  /**
   * Checks the validation column where one is set.
   *
   * @throws IllegalArgumentException if it is missing or not boolean
   */
  void checkValidationColumn(StructType schema) {
    if (isSet(validationIndicatorCol())) {
      String column = getValidationIndicatorCol();
      DataType type = Columns.require(schema, column).dataType();
      if (!(type instanceof BooleanType)) {
        throw new IllegalArgumentException(
            "Cannot use validationIndicatorCol '"
                + column
                + "': its type is "
                + type.catalogString()
                + " (must be boolean)");
      }
    }
  }

  /** Whether rows have weights of their own. */
  boolean hasWeightCol() {
    return isSet(weightCol()) && !getWeightCol().isEmpty();
  }

  /**
   * Checks the weight column where one is set.
   *
   * @throws IllegalArgumentException if it is missing or no number
   */
  void checkWeightColumn(StructType schema) {
    if (hasWeightCol()) {
      DataType type = Columns.require(schema, getWeightCol()).dataType();
      if (!(type instanceof NumericType)) {
        throw new IllegalArgumentException(
            "Cannot use weightCol '%s': its type is %s (must be a number)"
                .formatted(getWeightCol(), type.catalogString()));
      }
    }
  }

  /** The rows to train on: all, or those whose validation indicator is not true. */
  Dataset<?> trainingRows(Dataset<?> data) {
    return isSet(validationIndicatorCol()) ? data.filter(functions.not(isForValidation())) : data;
  }

  /** The rows whose validation indicator is true. */
  Dataset<?> validationRows(Dataset<?> data) {
    return data.filter(isForValidation());
  }

  private Column isForValidation() {
    return functions.coalesce(Columns.of(getValidationIndicatorCol()), functions.lit(false));
  }

  /** The input shape, or null when it is not set. */
  int[] inputShapeOrNull() {
    return isSet(inputShape()) ? getInputShape() : null;
  }

  /** The workers asked for, or as many as tasks run at once. */
  int workersOn(SparkContext spark) {
    int cpusPerTask = spark.conf().getInt("spark.task.cpus", 1);
    return getWorkers() > 0 ? getWorkers() : Math.max(1, spark.defaultParallelism() / cpusPerTask);
  }

  TrainingListener listener() {
    return listener == null ? TrainingListener.NONE : listener;
  }

  /** Hears on the driver how training goes on; not saved. */
  public E setTrainingListener(TrainingListener value) {
    listener = value;
    return self();
  }

  /** Sets {@link #featuresCol()}. */
  public E setFeaturesCol(String value) {
    set(featuresCol(), value);
    return self();
  }

  /** Sets {@link #featuresCols()}. */
  public E setFeaturesCols(String[] value) {
    set(featuresCols(), value);
    return self();
  }

  /** Sets {@link #inputShape()}. */
  public E setInputShape(int[] value) {
    set(inputShape(), value);
    return self();
  }

  /** Sets {@link #predictionCol()}. */
  public E setPredictionCol(String value) {
    set(predictionCol(), value);
    return self();
  }

  /** Sets {@link #handleInvalid()}. */
  public E setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return self();
  }

  /** Sets {@link #scoringBatchSize()}. */
  public E setScoringBatchSize(int value) {
    set(scoringBatchSize(), value);
    return self();
  }

  /** Sets {@link #engine()}. */
  public E setEngine(String value) {
    set(engine(), value);
    return self();
  }

  /** Sets {@link #hiddenLayers()}. */
  public E setHiddenLayers(int[] value) {
    set(hiddenLayers(), value);
    return self();
  }

  /** Sets {@link #activation()}. */
  public E setActivation(String value) {
    set(activation(), value);
    return self();
  }

  /** Sets {@link #dropout()}. */
  public E setDropout(double value) {
    set(dropout(), value);
    return self();
  }

  /** Sets {@link #network()}. */
  public E setNetwork(String value) {
    set(network(), value);
    return self();
  }

  /** Sets {@link #network()} to that configuration. */
  public E setNetwork(MultiLayerConfiguration value) {
    return setNetwork(NetworkSpec.of(value).json());
  }

  /** Sets {@link #network()} to that configuration. */
  public E setNetwork(ComputationGraphConfiguration value) {
    return setNetwork(NetworkSpec.of(value).json());
  }

  /** Sets {@link #optimizer()}. */
  public E setOptimizer(String value) {
    set(optimizer(), value);
    return self();
  }

  /** Sets {@link #learningRate()}. */
  public E setLearningRate(double value) {
    set(learningRate(), value);
    return self();
  }

  /** Sets {@link #epochs()}. */
  public E setEpochs(int value) {
    set(epochs(), value);
    return self();
  }

  /** Sets {@link #batchSize()}. */
  public E setBatchSize(int value) {
    set(batchSize(), value);
    return self();
  }

  /** Sets {@link #workers()}. */
  public E setWorkers(int value) {
    set(workers(), value);
    return self();
  }

  /** Sets {@link #averagingFrequency()}. */
  public E setAveragingFrequency(int value) {
    set(averagingFrequency(), value);
    return self();
  }

  /** Sets {@link #averaging()}. */
  public E setAveraging(String value) {
    set(averaging(), value);
    return self();
  }

  /** Sets {@link #seed()}. */
  public E setSeed(long value) {
    set(seed(), value);
    return self();
  }

  /** Sets {@link #checkpointDir()}. */
  public E setCheckpointDir(String value) {
    set(checkpointDir(), value);
    return self();
  }

  /** Sets {@link #checkpointInterval()}. */
  public E setCheckpointInterval(int value) {
    set(checkpointInterval(), value);
    return self();
  }

  /** Sets {@link #resume()}. */
  public E setResume(boolean value) {
    set(resume(), value);
    return self();
  }

  /** Sets {@link #weightCol()}. */
  public E setWeightCol(String value) {
    set(weightCol(), value);
    return self();
  }

  /** Sets {@link #validationIndicatorCol()}. */
  public E setValidationIndicatorCol(String value) {
    set(validationIndicatorCol(), value);
    return self();
  }

  /** Sets {@link #validationMetric()}. */
  public E setValidationMetric(String value) {
    set(validationMetric(), value);
    return self();
  }

  /** Sets {@link #earlyStoppingPatience()}. */
  public E setEarlyStoppingPatience(int value) {
    set(earlyStoppingPatience(), value);
    return self();
  }

  /** Sets {@link #restoreBest()}. */
  public E setRestoreBest(boolean value) {
    set(restoreBest(), value);
    return self();
  }
}
