package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Params of {@link SequenceWindower}. */
public interface SequenceWindowerParams extends HasOutputCol {
  /** Windows that lack steps, or labels, are left out. */
  String DROP = "drop";

  /** Windows that lack steps are shorter; those that lack labels have a null one. */
  String KEEP = "keep";

  /** Windows that lack steps are filled with zeros in front. */
  String PAD = "pad";

  /** Where the stage holds its params. */
  WindowParams windowParams();

  /** Columns whose values tell one series from another. */
  default StringArrayParam keyCols() {
    return windowParams().keyCols;
  }

  /** Column that orders the rows of a series. */
  default Param<String> timeCol() {
    return windowParams().timeCol;
  }

  /** Columns that make up a step, in order. */
  default StringArrayParam inputCols() {
    return windowParams().inputCols;
  }

  @Override
  default Param<String> outputCol() {
    return windowParams().outputCol;
  }

  /** Columns of which a later value is the label. */
  default StringArrayParam labelCols() {
    return windowParams().labelCols;
  }

  /** Name of the new column of labels. */
  default Param<String> outputLabelCol() {
    return windowParams().outputLabelCol;
  }

  /** Steps of a window. */
  default IntParam length() {
    return windowParams().length;
  }

  /** Steps from one window of a series to the next. */
  default IntParam stride() {
    return windowParams().stride;
  }

  /** Steps from a window's last one to its label. */
  default IntParam horizon() {
    return windowParams().horizon;
  }

  /** The longest time from a step to the next; 0: no limit. */
  default DoubleParam maxGap() {
    return windowParams().maxGap;
  }

  /** {@value #DROP}, {@value #KEEP} or {@value #PAD}. */
  default Param<String> shortWindows() {
    return windowParams().shortWindows;
  }

  /** {@value #DROP} or {@value #KEEP}. */
  default Param<String> missingLabels() {
    return windowParams().missingLabels;
  }

  /** Columns whose values tell one series from another (default none: all rows are one series). */
  default String[] getKeyCols() {
    return getOrDefault(keyCols());
  }

  /** Column that orders the rows of a series; no default. */
  default String getTimeCol() {
    return getOrDefault(timeCol());
  }

  /** Columns that make up a step, in order; no default. */
  default String[] getInputCols() {
    return getOrDefault(inputCols());
  }

  /** Columns of which a later value is the label (default none). */
  default String[] getLabelCols() {
    return getOrDefault(labelCols());
  }

  /** Name of the new column of labels (default "label"). */
  default String getOutputLabelCol() {
    return getOrDefault(outputLabelCol());
  }

  /** Steps of a window; no default. */
  default int getLength() {
    return (Integer) getOrDefault(length());
  }

  /** Steps from one window of a series to the next (default 1). */
  default int getStride() {
    return (Integer) getOrDefault(stride());
  }

  /** Steps from a window's last one to its label (default 1). */
  default int getHorizon() {
    return (Integer) getOrDefault(horizon());
  }

  /** The longest time from a step to the next (default 0: no limit). */
  default double getMaxGap() {
    return (Double) getOrDefault(maxGap());
  }

  /** What windows do that lack steps (default {@value #DROP}). */
  default String getShortWindows() {
    return getOrDefault(shortWindows());
  }

  /** What windows do that lack a label (default {@value #DROP}). */
  default String getMissingLabels() {
    return getOrDefault(missingLabels());
  }
}
