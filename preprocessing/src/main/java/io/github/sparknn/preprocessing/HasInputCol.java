package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable;

/** Stages that read one column. */
public interface HasInputCol extends Params {
  /** The column to transform. */
  Param<String> inputCol();

  /** The column to transform; no default. */
  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  /** A new param of the owner, to be held by it and returned by {@link #inputCol}. */
  static Param<String> newInputCol(Identifiable owner) {
    return new Param<>(owner, "inputCol", "column to transform", ParamRules.columnName("inputCol"));
  }
}
