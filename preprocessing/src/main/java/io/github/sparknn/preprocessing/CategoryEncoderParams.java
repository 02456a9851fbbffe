package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.Param;

/** Params of {@link CategoryEncoder} and {@link CategoryEncoderModel}. */
public interface CategoryEncoderParams extends HasInOutCols, HasCategoricalEncoding, HasOutputType {
  /** Unseen and missing values have an id of their own, the last one. */
  String KEEP = "keep";

  /** Unseen and missing values fail. */
  String ERROR = "error";

  /** Rows with unseen or missing values are left out. */
  String SKIP = "skip";

  /** Where the stage holds its own params. */
  EncoderParams encoderParams();

  @Override
  default CategoricalEncodingParams categoricalEncodingParams() {
    return encoderParams().encoding;
  }

  /** {@value #ARRAY}, {@value #VECTOR}, {@value #SPARSE_VECTOR} or {@value #DENSE_VECTOR}. */
  @Override
  default Param<String> outputType() {
    return encoderParams().outputType;
  }

  /** {@value #KEEP}, {@value #ERROR} or {@value #SKIP}. */
  default Param<String> handleInvalid() {
    return encoderParams().handleInvalid;
  }

  /** What unseen and missing values do (default {@value #KEEP}). */
  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }
}
