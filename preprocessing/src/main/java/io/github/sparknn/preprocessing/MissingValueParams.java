package io.github.sparknn.preprocessing;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of one MissingValueImputer or its model, beside those of its columns. */
final class MissingValueParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final ImputationParams imputation;
  final Param<String> categoricalImputation;
  final Param<String> categoricalFillValue;
  final StringArrayParam indicatorCols;

  MissingValueParams(MissingValueImputerParams owner) {
    imputation =
        new ImputationParams(
            owner,
            HasImputation.MEAN,
            HasImputation.MEDIAN,
            HasImputation.MOST_FREQUENT,
            HasImputation.CONSTANT);
    categoricalImputation =
        ChoiceParams.choice(
            owner,
            "categoricalImputation",
            "for null in string and boolean columns",
            HasImputation.MOST_FREQUENT,
            HasImputation.CONSTANT);
    categoricalFillValue =
        new Param<>(
            owner,
            "categoricalFillValue",
            "stands for a missing string or boolean with imputation constant",
            ParamRules.text("categoricalFillValue"));
    indicatorCols =
        new StringArrayParam(
            owner,
            "indicatorCols",
            "names of the columns that tell what was missing, one for each input column",
            ParamRules.columnNames("indicatorCols"));
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(MissingValueImputerParams owner) {
    imputation.setDefaults(owner);
    owner.setDefault(categoricalImputation, HasImputation.MOST_FREQUENT);
    owner.setDefault(indicatorCols, new String[0]);
  }
}
