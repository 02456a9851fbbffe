package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable;

/** Stages with one output column. */
public interface HasOutputCol extends Params {
  /** Name of the column that transform adds; the DataFrame must not have it. */
  Param<String> outputCol();

  /** Name of the column that transform adds. */
  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  /** A new param of the owner, to be held by it and returned by {@link #outputCol}. */
  static Param<String> newOutputCol(Identifiable owner) {
    return new Param<>(
        owner, "outputCol", "name of the new column", ParamRules.columnName("outputCol"));
  }
}
