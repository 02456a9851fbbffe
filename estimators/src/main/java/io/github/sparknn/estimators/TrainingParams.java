package io.github.sparknn.estimators;

import io.github.sparknn.training.device.Device;
import java.io.Serializable;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** Parameters of every estimator that trains a network. */
public interface TrainingParams extends OptimizerParams, AveragingParams {

  /** The parameter objects of one stage. */
  final class Group implements Serializable {
    private static final long serialVersionUID = 1L;

    private final IntArrayParam hiddenLayers;
    private final Param<String> activation;
    private final DoubleParam dropout;
    private final Param<String> network;
    private final Param<String> device;
    private final IntParam epochs;
    private final IntParam batchSize;
    private final BooleanParam shuffle;
    private final LongParam seed;
    private final Param<String> checkpointDir;
    private final IntParam checkpointInterval;
    private final BooleanParam resume;
    private final Param<String> weightCol;
    private final Param<String> validationIndicatorCol;
    private final Param<String> validationMetric;
    private final IntParam earlyStoppingPatience;
    private final BooleanParam restoreBest;
    private final Param<String> initialModel;

    Group(Params owner) {
      hiddenLayers = new IntArrayParam(owner, "hiddenLayers", "units of each hidden dense layer");
      activation = new Param<>(owner, "activation", "activation function of the hidden layers");
      dropout =
          new DoubleParam(
              owner,
              "dropout",
              "share of each hidden layer's outputs set to zero in training, in [0, 1)",
              ParamValidators.inRange(0, 1, true, false));
      network =
          new Param<>(
              owner, "network", "JSON of any DL4J configuration, instead of the layer parameters");
      device =
          new Param<>(
              owner,
              "device",
              "what training computes on: auto (GPUs where Spark assigns some to its tasks and the"
                  + " engine can use them), cpu or gpu",
              ParamValidators.inArray(Device.labels()));
      epochs =
          new IntParam(owner, "epochs", "passes over the training data", ParamValidators.gt(0));
      batchSize =
          new IntParam(
              owner, "batchSize", "examples per mini-batch of a worker", ParamValidators.gt(0));
      shuffle =
          new BooleanParam(
              owner,
              "shuffle",
              "whether workers get rows at random and pass them in a new order in each epoch");
      seed = new LongParam(owner, "seed", "of initial weights, order of examples and dropout");
      checkpointDir =
          new Param<>(
              owner,
              "checkpointDir",
              "folder of this training's checkpoints, on any Hadoop file system; empty = none");
      checkpointInterval =
          new IntParam(
              owner,
              "checkpointInterval",
              "averaging rounds between two checkpoints; 0 = at the end of each epoch",
              ParamValidators.gtEq(0));
      resume =
          new BooleanParam(
              owner, "resume", "whether to go on from the newest checkpoint, if there is one");
      weightCol =
          new Param<>(
              owner,
              "weightCol",
              "numeric column: what each row counts for in the loss; unset or empty = all alike");
      validationIndicatorCol =
          new Param<>(
              owner,
              "validationIndicatorCol",
              "boolean column: rows with true are not trained on but measured after each epoch");
      validationMetric =
          new Param<>(
              owner, "validationMetric", "what is compared between epochs: accuracy or loss");
      earlyStoppingPatience =
          new IntParam(
              owner,
              "earlyStoppingPatience",
              "epochs without a better validation metric after which training ends; 0 = never",
              ParamValidators.gtEq(0));
      restoreBest =
          new BooleanParam(
              owner,
              "restoreBest",
              "whether the model is the best epoch's by validation, or the last");
      initialModel =
          new Param<>(
              owner,
              "initialModel",
              "path of a saved model or DL4J zip whose parameters training starts from");
      owner.setDefault(hiddenLayers, new int[0]);
      owner.setDefault(activation, "relu");
      owner.setDefault(dropout, 0.0);
      owner.setDefault(device, Device.AUTO.label());
      owner.setDefault(epochs, 10);
      owner.setDefault(batchSize, 128);
      owner.setDefault(shuffle, true);
      owner.setDefault(checkpointDir, "");
      owner.setDefault(checkpointInterval, 0);
      owner.setDefault(resume, false);
      owner.setDefault(validationMetric, "loss");
      owner.setDefault(earlyStoppingPatience, 0);
      owner.setDefault(restoreBest, true);
      owner.setDefault(seed, (long) owner.getClass().getName().hashCode());
    }
  }

  /** The stage's parameter objects. */
  Group trainingParams();

  /** Units of each hidden dense layer (default none: a linear model). */
  default IntArrayParam hiddenLayers() {
    return trainingParams().hiddenLayers;
  }

  /** The value of {@link #hiddenLayers()}. */
  default int[] getHiddenLayers() {
    return getOrDefault(hiddenLayers());
  }

  /** Activation function of the hidden layers (default {@code relu}). */
  default Param<String> activation() {
    return trainingParams().activation;
  }

  /** The value of {@link #activation()}. */
  default String getActivation() {
    return getOrDefault(activation());
  }

  /** Share of each hidden layer's outputs set to zero in training (default 0). */
  default DoubleParam dropout() {
    return trainingParams().dropout;
  }

  /** The value of {@link #dropout()}. */
  default double getDropout() {
    return (Double) getOrDefault(dropout());
  }

  /** JSON of any DL4J configuration, instead of the layer parameters (unset by default). */
  default Param<String> network() {
    return trainingParams().network;
  }

  /** The value of {@link #network()}. */
  default String getNetwork() {
    return getOrDefault(network());
  }

  /**
   * What training computes on (default {@code auto}): GPUs where Spark assigns some to its tasks
   * and the engine can use them, else CPUs, which the report tells with the reason. {@code gpu}
   * fails before the first round where that cannot be; {@code cpu} leaves GPUs alone.
   */
  default Param<String> device() {
    return trainingParams().device;
  }

  /** The value of {@link #device()}. */
  default String getDevice() {
    return getOrDefault(device());
  }

  /** Passes over the training data (default 10). */
  default IntParam epochs() {
    return trainingParams().epochs;
  }

  /** The value of {@link #epochs()}. */
  default int getEpochs() {
    return (Integer) getOrDefault(epochs());
  }

  /** Examples per mini-batch of a worker (default 128). */
  default IntParam batchSize() {
    return trainingParams().batchSize;
  }

  /** The value of {@link #batchSize()}. */
  default int getBatchSize() {
    return (Integer) getOrDefault(batchSize());
  }

  /**
   * Whether workers get rows at random and pass them in a new order in each epoch (default true).
   * If not, worker k gets the k-th run of the input's rows and passes them in that order.
   */
  default BooleanParam shuffle() {
    return trainingParams().shuffle;
  }

  /** The value of {@link #shuffle()}. */
  default boolean getShuffle() {
    return (Boolean) getOrDefault(shuffle());
  }

  /** Folder of this training's checkpoints (default empty: none). */
  default Param<String> checkpointDir() {
    return trainingParams().checkpointDir;
  }

  /** The value of {@link #checkpointDir()}. */
  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  /** Averaging rounds between two checkpoints (default 0: at the end of each epoch). */
  default IntParam checkpointInterval() {
    return trainingParams().checkpointInterval;
  }

  /** The value of {@link #checkpointInterval()}. */
  default int getCheckpointInterval() {
    return (Integer) getOrDefault(checkpointInterval());
  }

  /** Whether to go on from the newest checkpoint, if there is one (default false). */
  default BooleanParam resume() {
    return trainingParams().resume;
  }

  /** The value of {@link #resume()}. */
  default boolean getResume() {
    return (Boolean) getOrDefault(resume());
  }

  /**
   * Numeric column of what each row counts for in the loss (unset by default, or empty: all count
   * alike). Only the ratios of weights matter.
   */
  default Param<String> weightCol() {
    return trainingParams().weightCol;
  }

  /** The value of {@link #weightCol()}. */
  default String getWeightCol() {
    return getOrDefault(weightCol());
  }

  /** Boolean column of rows to measure instead of to train on (unset by default). */
  default Param<String> validationIndicatorCol() {
    return trainingParams().validationIndicatorCol;
  }

  /** The value of {@link #validationIndicatorCol()}. */
  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  /** What is compared between epochs (default {@code loss}). */
  default Param<String> validationMetric() {
    return trainingParams().validationMetric;
  }

  /** The value of {@link #validationMetric()}. */
  default String getValidationMetric() {
    return getOrDefault(validationMetric());
  }

  /** Epochs without a better validation metric after which training ends (default 0: never). */
  default IntParam earlyStoppingPatience() {
    return trainingParams().earlyStoppingPatience;
  }

  /** The value of {@link #earlyStoppingPatience()}. */
  default int getEarlyStoppingPatience() {
    return (Integer) getOrDefault(earlyStoppingPatience());
  }

  /** Whether the model is the best epoch's by validation (default true), or the last. */
  default BooleanParam restoreBest() {
    return trainingParams().restoreBest;
  }

  /** The value of {@link #restoreBest()}. */
  default boolean getRestoreBest() {
    return (Boolean) getOrDefault(restoreBest());
  }

  /**
   * Path of a model to start from (unset by default: from random parameters): one that this library
   * saved, or DL4J's zip. Its layers must have as many parameters each as those of the network that
   * is trained; loss, optimizer and columns may differ. The optimizer starts anew. A checkpoint
   * that is resumed goes before it.
   */
  default Param<String> initialModel() {
    return trainingParams().initialModel;
  }

  /** The value of {@link #initialModel()}. */
  default String getInitialModel() {
    return getOrDefault(initialModel());
  }

  /** Seed of initial weights, order of examples and dropout (default: from the class name). */
  default LongParam seed() {
    return trainingParams().seed;
  }

  /** The value of {@link #seed()}. */
  default long getSeed() {
    return (Long) getOrDefault(seed());
  }
}
