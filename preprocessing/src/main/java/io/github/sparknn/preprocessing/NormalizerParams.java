package io.github.sparknn.preprocessing;

import java.io.Serializable;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of one StandardNormalizer or its model. */
final class NormalizerParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> inputCol;
  final StringArrayParam inputCols;
  final Param<String> outputCol;
  final StringArrayParam outputCols;
  final BooleanParam withMean;
  final BooleanParam withStd;

  NormalizerParams(StandardNormalizerParams owner) {
    inputCol =
        new Param<>(owner, "inputCol", "column to normalize", ParamRules.columnName("inputCol"));
    inputCols =
        new StringArrayParam(
            owner, "inputCols", "columns to normalize", ParamRules.columnNames("inputCols"));
    outputCol = HasOutputCol.newOutputCol(owner);
    outputCols =
        new StringArrayParam(
            owner, "outputCols", "names of the new columns", ParamRules.columnNames("outputCols"));
    withMean = new BooleanParam(owner, "withMean", "whether to subtract the mean");
    withStd = new BooleanParam(owner, "withStd", "whether to divide by the standard deviation");
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(StandardNormalizerParams owner) {
    owner.setDefault(withMean, true);
    owner.setDefault(withStd, true);
  }
}
