package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.CategoryEncoderParams.ERROR;
import static io.github.sparknn.preprocessing.CategoryEncoderParams.KEEP;
import static io.github.sparknn.preprocessing.CategoryEncoderParams.SKIP;
import static io.github.sparknn.preprocessing.HasOutputType.ARRAY;
import static io.github.sparknn.preprocessing.HasOutputType.DENSE_VECTOR;
import static io.github.sparknn.preprocessing.HasOutputType.SPARSE_VECTOR;
import static io.github.sparknn.preprocessing.HasOutputType.VECTOR;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;

/** The params of one CategoryEncoder or its model, beside those of its columns. */
final class EncoderParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final CategoricalEncodingParams encoding;
  final Param<String> outputType;
  final Param<String> handleInvalid;

  EncoderParams(CategoryEncoderParams owner) {
    encoding = new CategoricalEncodingParams(owner);
    outputType =
        ChoiceParams.choice(
            owner,
            "outputType",
            "of columns with a position for each id",
            ARRAY,
            VECTOR,
            SPARSE_VECTOR,
            DENSE_VECTOR);
    handleInvalid =
        ChoiceParams.choice(owner, "handleInvalid", "unseen and missing values", KEEP, ERROR, SKIP);
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(CategoryEncoderParams owner) {
    encoding.setDefaults(owner);
    owner.setDefault(outputType, VECTOR);
    owner.setDefault(handleInvalid, KEEP);
  }
}
