package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Stages that make one new column of each input column: either inputCol and outputCol or inputCols
 * and outputCols are set.
 */
public interface HasInOutCols extends HasOutputCol {
  /** Where the stage holds these params. */
  InOutParams inOutParams();

  /** The one column to transform. */
  default Param<String> inputCol() {
    return inOutParams().inputCol;
  }

  /** The columns to transform. */
  default StringArrayParam inputCols() {
    return inOutParams().inputCols;
  }

  @Override
  default Param<String> outputCol() {
    return inOutParams().outputCol;
  }

  /** Names of the new columns, one for each of inputCols. */
  default StringArrayParam outputCols() {
    return inOutParams().outputCols;
  }

  /** The one column to transform; no default. */
  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  /** The columns to transform; no default. */
  default String[] getInputCols() {
    return getOrDefault(inputCols());
  }

  /** Names of the new columns; no default. */
  default String[] getOutputCols() {
    return getOrDefault(outputCols());
  }
}
