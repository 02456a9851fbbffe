package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.TableEncoding;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Stages that make tensor columns of several types. */
public interface HasOutputType extends Params {
  /** Output type {@code array<float>}. */
  String ARRAY = "array";

  /** Output type Spark ML Vector, sparse where that takes less memory, else dense. */
  String VECTOR = "vector";

  /** Output type Spark ML sparse Vector. */
  String SPARSE_VECTOR = "sparseVector";

  /** Output type Spark ML dense Vector. */
  String DENSE_VECTOR = "denseVector";

  /** Type of the tensor column. */
  Param<String> outputType();

  /** Type of the tensor column. */
  default String getOutputType() {
    return getOrDefault(outputType());
  }

  /** The value of the param, to the native expressions. */
  static TableEncoding.Output output(HasOutputType params) {
    return switch (params.getOutputType()) {
      case TablePreprocessorParams.IDS -> TableEncoding.Output.IDS;
      case TablePreprocessorParams.PACKED_IDS -> TableEncoding.Output.PACKED_IDS;
      case VECTOR -> TableEncoding.Output.VECTOR;
      case SPARSE_VECTOR -> TableEncoding.Output.SPARSE_VECTOR;
      case DENSE_VECTOR -> TableEncoding.Output.DENSE_VECTOR;
      default -> TableEncoding.Output.ARRAY;
    };
  }
}
