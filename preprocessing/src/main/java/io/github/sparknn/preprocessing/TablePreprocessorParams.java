package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Params of {@link TablePreprocessor} and {@link TablePreprocessorModel}. */
public interface TablePreprocessorParams extends HasOutputCol {
  /** Numeric scaling to mean 0 and standard deviation 1. */
  String STANDARD = "standard";

  /** Numeric scaling of smallest and greatest value to 0 and 1. */
  String MIN_MAX = "minMax";

  /** Numeric scaling of the greatest absolute value to 1. */
  String MAX_ABS = "maxAbs";

  /** Numeric scaling of the median to 0 and the distance of the quartiles to 1. */
  String ROBUST = "robust";

  /** Numeric scaling of log(1 + x) to mean 0 and standard deviation 1. */
  String LOG_STANDARD = "log1p+standard";

  /** No scaling, or no imputation. */
  String NONE = "none";

  /** Imputation by the mean of the present values. */
  String MEAN = "mean";

  /** Imputation by the median of the present values. */
  String MEDIAN = "median";

  /** Imputation by the most frequent value. */
  String MOST_FREQUENT = "mostFrequent";

  /** Imputation by {@code fillValue}. */
  String CONSTANT = "constant";

  /** One position a category and one for unseen and missing values. */
  String ONE_HOT = "oneHot";

  /** Output type {@code array<float>}. */
  String ARRAY = "array";

  /** Output type Spark ML Vector. */
  String VECTOR = "vector";

  /** Invalid rows fail. */
  String ERROR = "error";

  /** Invalid rows get a null tensor. */
  String KEEP = "keep";

  /** Where the stage holds its params. */
  TableParams tableParams();

  /** Numeric and boolean columns, in the order of their positions. */
  default StringArrayParam numericCols() {
    return tableParams().numericCols;
  }

  /**
   * Categorical columns, in the order of their one-hot blocks, which follow the numeric columns.
   */
  default StringArrayParam categoricalCols() {
    return tableParams().categoricalCols;
  }

  @Override
  default Param<String> outputCol() {
    return tableParams().outputCol;
  }

  /**
   * {@value #STANDARD}, {@value #MIN_MAX}, {@value #MAX_ABS}, {@value #ROBUST}, {@value
   * #LOG_STANDARD} or {@value #NONE}.
   */
  default Param<String> numericScaling() {
    return tableParams().numericScaling;
  }

  /** Texts {@code column=scaling} for columns that are scaled otherwise. */
  default StringArrayParam numericScalingOverrides() {
    return tableParams().numericScalingOverrides;
  }

  /**
   * {@value #MEAN}, {@value #MEDIAN}, {@value #MOST_FREQUENT}, {@value #CONSTANT} or {@value
   * #NONE}.
   */
  default Param<String> imputation() {
    return tableParams().imputation;
  }

  /** Texts {@code column=imputation} for columns that are imputed otherwise. */
  default StringArrayParam imputationOverrides() {
    return tableParams().imputationOverrides;
  }

  /** What stands for a missing number with imputation {@value #CONSTANT}. */
  default DoubleParam fillValue() {
    return tableParams().fillValue;
  }

  /** Whether each number is followed by a position that is 1 where it was missing. */
  default BooleanParam missingIndicator() {
    return tableParams().missingIndicator;
  }

  /** Two quantiles; numbers beyond them become them. */
  default DoubleArrayParam clipQuantiles() {
    return tableParams().clipQuantiles;
  }

  /** Relative error of the rank of quantiles. */
  default DoubleParam relativeError() {
    return tableParams().relativeError;
  }

  /** {@value #ONE_HOT}. */
  default Param<String> categoricalEncoding() {
    return tableParams().categoricalEncoding;
  }

  /** {@value #ARRAY} or {@value #VECTOR}. */
  default Param<String> outputType() {
    return tableParams().outputType;
  }

  /** Categories kept per column; the rest counts as unseen. */
  default IntParam maxCategories() {
    return tableParams().maxCategories;
  }

  /** {@value #ERROR} or {@value #KEEP}. */
  default Param<String> handleInvalid() {
    return tableParams().handleInvalid;
  }

  /** Numeric columns (default none). */
  default String[] getNumericCols() {
    return getOrDefault(numericCols());
  }

  /** Categorical columns (default none). */
  default String[] getCategoricalCols() {
    return getOrDefault(categoricalCols());
  }

  /** Scaling of numeric columns (default {@value #STANDARD}). */
  default String getNumericScaling() {
    return getOrDefault(numericScaling());
  }

  /** Imputation of numeric columns (default {@value #MEAN}). */
  default String getImputation() {
    return getOrDefault(imputation());
  }

  /** Columns that are scaled otherwise, as {@code column=scaling} (default none). */
  default String[] getNumericScalingOverrides() {
    return getOrDefault(numericScalingOverrides());
  }

  /** Columns that are imputed otherwise, as {@code column=imputation} (default none). */
  default String[] getImputationOverrides() {
    return getOrDefault(imputationOverrides());
  }

  /** What stands for a missing number with imputation {@value #CONSTANT} (default 0). */
  default double getFillValue() {
    return (Double) getOrDefault(fillValue());
  }

  /** Whether a 1 after each number tells that it was missing (default false). */
  default boolean getMissingIndicator() {
    return (Boolean) getOrDefault(missingIndicator());
  }

  /** Quantiles beyond which numbers are clipped (default 0 and 1, nothing is). */
  default double[] getClipQuantiles() {
    return getOrDefault(clipQuantiles());
  }

  /** Relative error of the rank of quantiles (default 0.001). */
  default double getRelativeError() {
    return (Double) getOrDefault(relativeError());
  }

  /** Encoding of categorical columns (default {@value #ONE_HOT}). */
  default String getCategoricalEncoding() {
    return getOrDefault(categoricalEncoding());
  }

  /** Type of the output column (default {@value #ARRAY}). */
  default String getOutputType() {
    return getOrDefault(outputType());
  }

  /** Categories kept per column (default 1000). */
  default int getMaxCategories() {
    return (Integer) getOrDefault(maxCategories());
  }

  /** What rows that cannot be encoded do (default {@value #ERROR}). */
  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }
}
