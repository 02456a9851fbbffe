package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable;

/** Stages that learn approximate quantiles. */
public interface HasRelativeError extends Params {
  /** Relative error of the rank of quantiles. */
  DoubleParam relativeError();

  /** Relative error of the rank of quantiles (default 0.001). */
  default double getRelativeError() {
    return (Double) getOrDefault(relativeError());
  }

  /** A new param of the owner, to be held by it and returned by {@link #relativeError}. */
  static DoubleParam newRelativeError(Identifiable owner) {
    return new DoubleParam(
        owner,
        "relativeError",
        "of the rank of quantiles (> 0, < 1)",
        ParamRules.fraction("relativeError"));
  }

  /** For the owner's constructor, once the owner holds the param. */
  static void setDefaults(HasRelativeError owner) {
    owner.setDefault(owner.relativeError(), 0.001);
  }
}
