package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.SequenceWindowerParams.DROP;
import static io.github.sparknn.preprocessing.SequenceWindowerParams.KEEP;
import static io.github.sparknn.preprocessing.SequenceWindowerParams.PAD;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of one SequenceWindower. */
final class WindowParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final StringArrayParam keyCols;
  final Param<String> timeCol;
  final StringArrayParam inputCols;
  final Param<String> outputCol;
  final StringArrayParam labelCols;
  final Param<String> outputLabelCol;
  final IntParam length;
  final IntParam stride;
  final IntParam horizon;
  final DoubleParam maxGap;
  final Param<String> shortWindows;
  final Param<String> missingLabels;

  WindowParams(SequenceWindowerParams owner) {
    keyCols = columns(owner, "keyCols", "columns that tell one series from another");
    timeCol =
        new Param<>(
            owner,
            "timeCol",
            "column that orders the rows of a series",
            ParamRules.columnName("timeCol"));
    inputCols = columns(owner, "inputCols", "columns that make up a step, in order");
    outputCol = HasOutputCol.newOutputCol(owner);
    labelCols = columns(owner, "labelCols", "columns of which a later value is the label");
    outputLabelCol =
        new Param<>(
            owner,
            "outputLabelCol",
            "name of the new column of labels",
            ParamRules.columnName("outputLabelCol"));
    length =
        new IntParam(owner, "length", "steps of a window (>= 1)", ParamRules.positive("length"));
    stride =
        new IntParam(
            owner,
            "stride",
            "steps from one window to the next (>= 1)",
            ParamRules.positive("stride"));
    horizon =
        new IntParam(
            owner,
            "horizon",
            "steps from a window's last one to its label (>= 0)",
            ParamRules.notNegative("horizon"));
    maxGap =
        new DoubleParam(
            owner,
            "maxGap",
            "the longest time from a step to the next: seconds of timestamps, days of dates (>= 0,"
                + " 0: no limit)",
            ParamRules.finiteNotNegative("maxGap"));
    shortWindows =
        ChoiceParams.choice(owner, "shortWindows", "windows that lack steps", DROP, KEEP, PAD);
    missingLabels =
        ChoiceParams.choice(owner, "missingLabels", "windows that lack a label", DROP, KEEP);
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(SequenceWindowerParams owner) {
    owner.setDefault(keyCols, new String[0]);
    owner.setDefault(outputCol, "features");
    owner.setDefault(labelCols, new String[0]);
    owner.setDefault(outputLabelCol, "label");
    owner.setDefault(stride, 1);
    owner.setDefault(horizon, 1);
    owner.setDefault(maxGap, 0.0);
    owner.setDefault(shortWindows, DROP);
    owner.setDefault(missingLabels, DROP);
  }

  private static StringArrayParam columns(SequenceWindowerParams owner, String name, String doc) {
    return new StringArrayParam(owner, name, doc, ParamRules.columnNames(name));
  }
}
