package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable;

/** Stages whose rows may be invalid: fail, leave the row out, or give it a null. */
public interface HasHandleInvalid extends Params {
  /** Invalid rows fail. */
  String ERROR = "error";

  /** Invalid rows are left out. */
  String SKIP = "skip";

  /** Invalid rows get a null. */
  String KEEP = "keep";

  /** {@value #ERROR}, {@value #SKIP} or {@value #KEEP}. */
  Param<String> handleInvalid();

  /** What invalid rows do (default {@value #ERROR}). */
  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  /** A new param of the owner, to be held by it and returned by {@link #handleInvalid}. */
  static Param<String> newHandleInvalid(Identifiable owner) {
    return new Param<>(
        owner,
        "handleInvalid",
        "invalid rows: fail, are left out or get a null (error, skip, keep)",
        ParamRules.oneOf("handleInvalid", ERROR, SKIP, KEEP));
  }
}
