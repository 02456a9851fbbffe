package io.github.sparknn.preprocessing;

import io.github.sparknn.datasets.Vocabulary;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Params of {@link TablePreprocessor} and {@link TablePreprocessorModel}. */
public interface TablePreprocessorParams
    extends HasOutputCol, HasOutputType, HasImputation, HasCategoricalEncoding {
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

  /** Output type {@code array<float>} with ids of categories in place of one-hot blocks. */
  String IDS = "ids";

  /**
   * Output type binary: the floats of {@value #IDS}, four bytes each (IEEE 754), the least
   * significant first.
   */
  String PACKED_IDS = "packedIds";

  /**
   * Metadata key of a tensor column with output type {@value #IDS} or {@value #PACKED_IDS}: an
   * array of long, for each position the number of ids, or 0 where it holds a number.
   */
  String VOCABULARY_METADATA = Vocabulary.METADATA;

  /** Invalid rows fail. */
  String ERROR = "error";

  /** Invalid rows get a null tensor. */
  String KEEP = "keep";

  /** Where the stage holds its params. */
  TableParams tableParams();

  @Override
  default ImputationParams imputationParams() {
    return tableParams().imputation;
  }

  @Override
  default CategoricalEncodingParams categoricalEncodingParams() {
    return tableParams().categoricalEncoding;
  }

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

  /** Whether each number is followed by a position that is 1 where it was missing. */
  default BooleanParam missingIndicator() {
    return tableParams().missingIndicator;
  }

  /** Two quantiles; numbers beyond them become them. */
  default DoubleArrayParam clipQuantiles() {
    return tableParams().clipQuantiles;
  }

  /**
   * {@value #ARRAY}, {@value #IDS}, {@value #PACKED_IDS}, {@value #VECTOR}, {@value #SPARSE_VECTOR}
   * or {@value #DENSE_VECTOR}.
   */
  @Override
  default Param<String> outputType() {
    return tableParams().outputType;
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

  /** Columns that are scaled otherwise, as {@code column=scaling} (default none). */
  default String[] getNumericScalingOverrides() {
    return getOrDefault(numericScalingOverrides());
  }

  /** Whether a 1 after each number tells that it was missing (default false). */
  default boolean getMissingIndicator() {
    return (Boolean) getOrDefault(missingIndicator());
  }

  /** Quantiles beyond which numbers are clipped (default 0 and 1, nothing is). */
  default double[] getClipQuantiles() {
    return getOrDefault(clipQuantiles());
  }

  /** What rows that cannot be encoded do (default {@value #ERROR}). */
  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }
}
