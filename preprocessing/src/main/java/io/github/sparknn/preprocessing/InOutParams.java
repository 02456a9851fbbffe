package io.github.sparknn.preprocessing;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params inputCol, inputCols, outputCol and outputCols of one stage. */
final class InOutParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> inputCol;
  final StringArrayParam inputCols;
  final Param<String> outputCol;
  final StringArrayParam outputCols;

  InOutParams(HasInOutCols owner) {
    inputCol =
        new Param<>(owner, "inputCol", "column to transform", ParamRules.columnName("inputCol"));
    inputCols =
        new StringArrayParam(
            owner, "inputCols", "columns to transform", ParamRules.columnNames("inputCols"));
    outputCol = HasOutputCol.newOutputCol(owner);
    outputCols =
        new StringArrayParam(
            owner, "outputCols", "names of the new columns", ParamRules.columnNames("outputCols"));
  }
}
