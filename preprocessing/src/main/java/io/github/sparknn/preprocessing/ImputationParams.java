package io.github.sparknn.preprocessing;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of {@link HasImputation} of one stage. */
final class ImputationParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> imputation;
  final StringArrayParam overrides;
  final DoubleParam fillValue;
  final DoubleParam relativeError;

  /**
   * @param choices the imputations that the stage knows
   */
  ImputationParams(HasImputation owner, String... choices) {
    imputation =
        ChoiceParams.choice(owner, "imputation", "for null and NaN in numeric columns", choices);
    overrides = ChoiceParams.overrides(owner, "imputation", choices);
    fillValue =
        new DoubleParam(
            owner,
            "fillValue",
            "stands for a missing number with imputation constant",
            ParamRules.finite("fillValue"));
    relativeError = HasRelativeError.newRelativeError(owner);
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(HasImputation owner) {
    owner.setDefault(imputation, HasImputation.MEAN);
    owner.setDefault(overrides, new String[0]);
    owner.setDefault(fillValue, 0.0);
    HasRelativeError.setDefaults(owner);
  }
}
