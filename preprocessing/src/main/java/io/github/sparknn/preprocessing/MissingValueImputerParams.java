package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Params of {@link MissingValueImputer} and {@link MissingValueImputerModel}. */
public interface MissingValueImputerParams extends HasInOutCols, HasImputation {
  /** Where the stage holds its own params. */
  MissingValueParams missingValueParams();

  @Override
  default ImputationParams imputationParams() {
    return missingValueParams().imputation;
  }

  /** What stands for a missing string or boolean: {@value #MOST_FREQUENT} or {@value #CONSTANT}. */
  default Param<String> categoricalImputation() {
    return missingValueParams().categoricalImputation;
  }

  /** What stands for a missing string or boolean with imputation {@value #CONSTANT}. */
  default Param<String> categoricalFillValue() {
    return missingValueParams().categoricalFillValue;
  }

  /** Names of the indicator columns, one for each input column. */
  default StringArrayParam indicatorCols() {
    return missingValueParams().indicatorCols;
  }

  /** Imputation of strings and booleans (default {@value #MOST_FREQUENT}). */
  default String getCategoricalImputation() {
    return getOrDefault(categoricalImputation());
  }

  /** What stands for a missing string or boolean with imputation {@value #CONSTANT}; no default. */
  default String getCategoricalFillValue() {
    return getOrDefault(categoricalFillValue());
  }

  /** Names of the indicator columns (default none). */
  default String[] getIndicatorCols() {
    return getOrDefault(indicatorCols());
  }
}
