package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Stages that put something in place of missing numbers. */
public interface HasImputation extends HasRelativeError {
  /** Imputation by the mean of the present values. */
  String MEAN = "mean";

  /** Imputation by the median of the present values. */
  String MEDIAN = "median";

  /** Imputation by the most frequent value. */
  String MOST_FREQUENT = "mostFrequent";

  /** Imputation by {@code fillValue}. */
  String CONSTANT = "constant";

  /** Where the stage holds these params. */
  ImputationParams imputationParams();

  /** What stands for a missing number. */
  default Param<String> imputation() {
    return imputationParams().imputation;
  }

  /** Texts {@code column=imputation} for columns that are imputed otherwise. */
  default StringArrayParam imputationOverrides() {
    return imputationParams().overrides;
  }

  /** What stands for a missing number with imputation {@value #CONSTANT}. */
  default DoubleParam fillValue() {
    return imputationParams().fillValue;
  }

  @Override
  default DoubleParam relativeError() {
    return imputationParams().relativeError;
  }

  /** Imputation of numeric columns (default {@value #MEAN}). */
  default String getImputation() {
    return getOrDefault(imputation());
  }

  /** Columns that are imputed otherwise, as {@code column=imputation} (default none). */
  default String[] getImputationOverrides() {
    return getOrDefault(imputationOverrides());
  }

  /** What stands for a missing number with imputation {@value #CONSTANT} (default 0). */
  default double getFillValue() {
    return (Double) getOrDefault(fillValue());
  }
}
