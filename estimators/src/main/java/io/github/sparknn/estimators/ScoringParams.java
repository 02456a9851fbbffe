package io.github.sparknn.estimators;

import io.github.sparknn.training.engine.Engines;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** Parameters of estimators and models alike: the input columns and how rows are scored. */
public interface ScoringParams extends Params {

  /** The parameter objects of one stage. */
  final class Group implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> featuresCol;
    private final StringArrayParam featuresCols;
    private final IntArrayParam inputShape;
    private final Param<String> handleInvalid;
    private final Param<String> engine;
    private final IntParam scoringBatchSize;

    Group(Params owner) {
      featuresCol = new Param<>(owner, "featuresCol", "the input column");
      featuresCols =
          new StringArrayParam(
              owner, "featuresCols", "several input columns in order, instead of featuresCol");
      inputShape =
          new IntArrayParam(
              owner,
              "inputShape",
              "shape of one example without the batch: channels, height, width of images, e.g. 1,28,28;"
                  + " time, features of sequences");
      handleInvalid =
          new Param<>(
              owner,
              "handleInvalid",
              "what to do with rows that hold null or NaN: error, skip (drop them), or keep (leave"
                  + " them out of training, score them as null)",
              ParamValidators.inArray(List.of("error", "skip", "keep")));
      engine = new Param<>(owner, "engine", "what computes: auto, or the name of an engine");
      scoringBatchSize =
          new IntParam(
              owner,
              "scoringBatchSize",
              "rows scored at once; 0 = chosen by the size of a row",
              ParamValidators.gtEq(0));
      owner.setDefault(featuresCol, "features");
      owner.setDefault(handleInvalid, "error");
      owner.setDefault(engine, Engines.AUTO);
      owner.setDefault(scoringBatchSize, 0);
    }
  }

  /** The stage's parameter objects. */
  Group scoringParams();

  /** The input column (default {@code features}). */
  default Param<String> featuresCol() {
    return scoringParams().featuresCol;
  }

  /** The value of {@link #featuresCol()}. */
  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  /** Several input columns in order (unset by default; wins over {@link #featuresCol()}). */
  default StringArrayParam featuresCols() {
    return scoringParams().featuresCols;
  }

  /** The value of {@link #featuresCols()}. */
  default String[] getFeaturesCols() {
    return getOrDefault(featuresCols());
  }

  /**
   * Shape of one example without the batch (unset by default): channels, height, width of images;
   * of sequences the longest row's steps, and the features.
   */
  default IntArrayParam inputShape() {
    return scoringParams().inputShape;
  }

  /** The value of {@link #inputShape()}. */
  default int[] getInputShape() {
    return getOrDefault(inputShape());
  }

  /** What to do with rows that hold null or NaN (default {@code error}). */
  default Param<String> handleInvalid() {
    return scoringParams().handleInvalid;
  }

  /** The value of {@link #handleInvalid()}. */
  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  /** What computes (default {@code auto}). */
  default Param<String> engine() {
    return scoringParams().engine;
  }

  /** The value of {@link #engine()}. */
  default String getEngine() {
    return getOrDefault(engine());
  }

  /** Rows scored at once (default 0: chosen by the size of a row). */
  default IntParam scoringBatchSize() {
    return scoringParams().scoringBatchSize;
  }

  /** The value of {@link #scoringBatchSize()}. */
  default int getScoringBatchSize() {
    return (Integer) getOrDefault(scoringBatchSize());
  }

  /** The input columns in order: featuresCols when set, else featuresCol. */
  default List<String> inputColumns() {
    return isSet(featuresCols()) ? List.of(getFeaturesCols()) : List.of(getFeaturesCol());
  }
}
