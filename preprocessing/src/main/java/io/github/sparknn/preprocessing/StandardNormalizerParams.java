package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Params of {@link StandardNormalizer} and {@link StandardNormalizerModel}: either inputCol and
 * outputCol or inputCols and outputCols are set.
 */
public interface StandardNormalizerParams extends HasOutputCol {
  /** Where the stage holds its params. */
  NormalizerParams normalizerParams();

  /** The one column to normalize. */
  default Param<String> inputCol() {
    return normalizerParams().inputCol;
  }

  /** The columns to normalize. */
  default StringArrayParam inputCols() {
    return normalizerParams().inputCols;
  }

  @Override
  default Param<String> outputCol() {
    return normalizerParams().outputCol;
  }

  /** Names of the new columns, one for each of inputCols. */
  default StringArrayParam outputCols() {
    return normalizerParams().outputCols;
  }

  /** Whether the mean is subtracted. */
  default BooleanParam withMean() {
    return normalizerParams().withMean;
  }

  /** Whether the values are divided by the standard deviation. */
  default BooleanParam withStd() {
    return normalizerParams().withStd;
  }

  /** The one column to normalize; no default. */
  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  /** The columns to normalize; no default. */
  default String[] getInputCols() {
    return getOrDefault(inputCols());
  }

  /** Names of the new columns; no default. */
  default String[] getOutputCols() {
    return getOrDefault(outputCols());
  }

  /** Whether the mean is subtracted (default true). */
  default boolean getWithMean() {
    return (Boolean) getOrDefault(withMean());
  }

  /** Whether the values are divided by the standard deviation (default true). */
  default boolean getWithStd() {
    return (Boolean) getOrDefault(withStd());
  }
}
