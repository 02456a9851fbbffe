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

  /** The number of the category. */
  String INDEX = "index";

  /** One position a hash value and one for missing values. */
  String HASH = "hash";

  /** The share of rows that had the category at fit. */
  String FREQUENCY = "frequency";

  /** Output type {@code array<float>} with ids of categories in place of one-hot blocks. */
  String IDS = "ids";

  /** Output type Spark ML Vector, sparse where that takes less memory, else dense. */
  String VECTOR = "vector";

  /** Output type Spark ML sparse Vector. */
  String SPARSE_VECTOR = "sparseVector";

  /** Output type Spark ML dense Vector. */
  String DENSE_VECTOR = "denseVector";

  /**
   * Metadata key of a tensor column with output type {@value #IDS}: an array of long, for each
   * position the number of ids, or 0 where it holds a number.
   */
  String VOCABULARY_METADATA = "tensor.vocabulary";

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

  /** Categorical columns, in the order of their positions, which follow those of the dates. */
  default StringArrayParam categoricalCols() {
    return tableParams().categoricalCols;
  }

  /** Date and timestamp columns, in the order of their positions, which follow the numeric ones. */
  default StringArrayParam dateCols() {
    return tableParams().dateCols;
  }

  /** Cycles of each date: timeOfDay, dayOfWeek, dayOfMonth, month, dayOfYear. */
  default StringArrayParam dateParts() {
    return tableParams().dateParts;
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

  /** {@value #ONE_HOT}, {@value #INDEX}, {@value #HASH} or {@value #FREQUENCY}. */
  default Param<String> categoricalEncoding() {
    return tableParams().categoricalEncoding;
  }

  /** Texts {@code column=encoding} for columns that are encoded otherwise. */
  default StringArrayParam categoricalEncodingOverrides() {
    return tableParams().categoricalEncodingOverrides;
  }

  /** Hash values of a column with encoding {@value #HASH}. */
  default IntParam hashBuckets() {
    return tableParams().hashBuckets;
  }

  /** How often a value comes at fit, at least, to be a category of its own. */
  default IntParam minCategoryCount() {
    return tableParams().minCategoryCount;
  }

  /**
   * {@value #ARRAY}, {@value #IDS}, {@value #VECTOR}, {@value #SPARSE_VECTOR} or {@value
   * #DENSE_VECTOR}.
   */
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

  /** Date and timestamp columns (default none). */
  default String[] getDateCols() {
    return getOrDefault(dateCols());
  }

  /** Cycles of each date (default timeOfDay, dayOfWeek, dayOfYear). */
  default String[] getDateParts() {
    return getOrDefault(dateParts());
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

  /** Columns that are encoded otherwise, as {@code column=encoding} (default none). */
  default String[] getCategoricalEncodingOverrides() {
    return getOrDefault(categoricalEncodingOverrides());
  }

  /** Hash values of a column with encoding {@value #HASH} (default 1024). */
  default int getHashBuckets() {
    return (Integer) getOrDefault(hashBuckets());
  }

  /** How often a value comes at fit, at least, to be a category of its own (default 1). */
  default int getMinCategoryCount() {
    return (Integer) getOrDefault(minCategoryCount());
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
