package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Params of {@link TablePreprocessor} and {@link TablePreprocessorModel}. */
public interface TablePreprocessorParams extends HasOutputCol {
  /** Numeric scaling to mean 0 and standard deviation 1. */
  String STANDARD = "standard";

  /** No scaling, or no imputation. */
  String NONE = "none";

  /** Imputation by the mean of the present values. */
  String MEAN = "mean";

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

  /** {@value #STANDARD} or {@value #NONE}. */
  default Param<String> numericScaling() {
    return tableParams().numericScaling;
  }

  /** {@value #MEAN} or {@value #NONE}. */
  default Param<String> imputation() {
    return tableParams().imputation;
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
