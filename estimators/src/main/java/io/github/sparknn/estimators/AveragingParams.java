package io.github.sparknn.estimators;

import java.io.Serializable;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** Parameters of how workers train side by side and become one again. */
public interface AveragingParams extends Params {

  /** The parameter objects of one stage. */
  final class Averaging implements Serializable {
    private static final long serialVersionUID = 1L;

    private final IntParam workers;
    private final IntParam averagingFrequency;
    private final Param<String> averaging;
    private final Param<String> updaterState;

    Averaging(Params owner) {
      workers =
          new IntParam(
              owner,
              "workers",
              "shards trained side by side; 0 = the cluster's task slots",
              ParamValidators.gtEq(0));
      averagingFrequency =
          new IntParam(
              owner,
              "averagingFrequency",
              "mini-batches of a worker between two averagings; 0 = chosen by measured times",
              ParamValidators.gtEq(0));
      averaging =
          new Param<>(
              owner,
              "averaging",
              "how workers' parameters become one: mean, or with a momentum, for a low learning rate"
                  + " and many mini-batches a round, nesterov or slowmo");
      updaterState =
          new Param<>(
              owner,
              "updaterState",
              "what becomes of the optimizer's state at an averaging: averaged, or reset");
      owner.setDefault(workers, 0);
      owner.setDefault(averagingFrequency, 0);
      owner.setDefault(averaging, "mean");
      owner.setDefault(updaterState, "averaged");
    }
  }

  /** The stage's parameter objects. */
  Averaging averagingParams();

  /**
   * Shards trained side by side (default 0: the cluster's task slots, which are GPU slots where
   * tasks have GPUs).
   */
  default IntParam workers() {
    return averagingParams().workers;
  }

  /** The value of {@link #workers()}. */
  default int getWorkers() {
    return (Integer) getOrDefault(workers());
  }

  /**
   * Mini-batches of a worker between two averagings (default 0: chosen for each epoch by measured
   * times, so that the result may differ from run to run; set a number where bits matter).
   */
  default IntParam averagingFrequency() {
    return averagingParams().averagingFrequency;
  }

  /** The value of {@link #averagingFrequency()}. */
  default int getAveragingFrequency() {
    return (Integer) getOrDefault(averagingFrequency());
  }

  /** How workers' parameters become one (default {@code mean}). */
  default Param<String> averaging() {
    return averagingParams().averaging;
  }

  /** The value of {@link #averaging()}. */
  default String getAveraging() {
    return getOrDefault(averaging());
  }

  /**
   * What becomes of the optimizer's state, such as Adam's moments, at an averaging (default {@code
   * averaged}); {@code reset}: each round starts without.
   */
  default Param<String> updaterState() {
    return averagingParams().updaterState;
  }

  /** The value of {@link #updaterState()}. */
  default String getUpdaterState() {
    return getOrDefault(updaterState());
  }
}
