package io.github.sparknn.estimators;

import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.network.NetworkSpec;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.resource.ResourceProfile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * The parameters of all estimators that train a network, and their chained setters.
 *
 * @param <E> the estimator itself, which the setters return
 * @param <M> the model it fits
 */
public abstract class TrainingSetters<E extends TrainingSetters<E, M>, M extends Model<M>>
    extends Estimator<M> implements ScoringParams, TrainingParams {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ScoringParams.Group scoringParams;
  private final OptimizerParams.Steps optimizerParams;
  private final AveragingParams.Averaging averagingParams;
  private final TrainingParams.Group trainingParams;
  private transient TrainingListener listener;
  private transient ResourceProfile resources;

  TrainingSetters(String uid) {
    this.uid = uid;
    scoringParams = new ScoringParams.Group(this);
    optimizerParams = new OptimizerParams.Steps(this);
    averagingParams = new AveragingParams.Averaging(this);
    trainingParams = new TrainingParams.Group(this);
  }

  abstract E self();

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ScoringParams.Group scoringParams() {
    return scoringParams;
  }

  @Override
  public OptimizerParams.Steps optimizerParams() {
    return optimizerParams;
  }

  @Override
  public AveragingParams.Averaging averagingParams() {
    return averagingParams;
  }

  @Override
  public TrainingParams.Group trainingParams() {
    return trainingParams;
  }

  TrainingListener listener() {
    return listener == null ? TrainingListener.NONE : listener;
  }

  /** Hears on the driver how training goes on; not saved. */
  public E setTrainingListener(TrainingListener value) {
    listener = value;
    return self();
  }

  ResourceProfile resources() {
    return resources;
  }

  /**
   * What the executors and tasks of the training must have, such as GPUs, while other stages of the
   * application do without (Spark's stage-level scheduling); not saved. Null, the default: what the
   * application's settings say.
   */
  public E setTrainingResources(ResourceProfile value) {
    resources = value;
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

  /** Sets {@link #device()}. */
  public E setDevice(String value) {
    set(device(), value);
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

  /** Sets {@link #schedule()}. */
  public E setSchedule(String value) {
    set(schedule(), value);
    return self();
  }

  /** Sets {@link #warmupEpochs()}. */
  public E setWarmupEpochs(int value) {
    set(warmupEpochs(), value);
    return self();
  }

  /** Sets {@link #decayEpochs()}. */
  public E setDecayEpochs(int value) {
    set(decayEpochs(), value);
    return self();
  }

  /** Sets {@link #decayRate()}. */
  public E setDecayRate(double value) {
    set(decayRate(), value);
    return self();
  }

  /** Sets {@link #momentum()}. */
  public E setMomentum(double value) {
    set(momentum(), value);
    return self();
  }

  /** Sets {@link #l1()}. */
  public E setL1(double value) {
    set(l1(), value);
    return self();
  }

  /** Sets {@link #l2()}. */
  public E setL2(double value) {
    set(l2(), value);
    return self();
  }

  /** Sets {@link #gradientClip()}. */
  public E setGradientClip(double value) {
    set(gradientClip(), value);
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

  /** Sets {@link #updaterState()}. */
  public E setUpdaterState(String value) {
    set(updaterState(), value);
    return self();
  }

  /** Sets {@link #shuffle()}. */
  public E setShuffle(boolean value) {
    set(shuffle(), value);
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

  /** Sets {@link #initialModel()}. */
  public E setInitialModel(String value) {
    set(initialModel(), value);
    return self();
  }
}
