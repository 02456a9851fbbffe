package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/** Params of {@link TextSequencer} and {@link TextSequencerModel}. */
public interface TextSequencerParams extends HasInputCol, HasOutputCol, HasHandleInvalid {
  /** Output type {@code array<int>}: the ids of the tokens in their order. */
  String IDS = "ids";

  /** Output type sparse Vector: how often each token of the vocabulary comes. */
  String COUNTS = "counts";

  /** Output type sparse Vector: counts times inverse document frequencies. */
  String TFIDF = "tfidf";

  /** No padding. */
  String NONE = "none";

  /** At the front. */
  String PRE = "pre";

  /** At the end. */
  String POST = "post";

  /** Where the stage holds its params. */
  TextParams textParams();

  @Override
  default Param<String> inputCol() {
    return textParams().inputCol;
  }

  @Override
  default Param<String> outputCol() {
    return textParams().outputCol;
  }

  /** Name of the column that tells tokens from padding; empty for none. */
  default Param<String> maskCol() {
    return textParams().maskCol;
  }

  /** {@value #IDS}, {@value #COUNTS} or {@value #TFIDF}. */
  default Param<String> outputType() {
    return textParams().outputType;
  }

  /** Whether tokens are taken in lower case. */
  default BooleanParam toLowercase() {
    return textParams().toLowercase;
  }

  /** How often a token occurs at fit, at least, to be in the vocabulary. */
  default IntParam minCount() {
    return textParams().minCount;
  }

  /** The most tokens in the vocabulary. */
  default IntParam maxVocabulary() {
    return textParams().maxVocabulary;
  }

  /** The most ids of a text; 0: no limit. */
  default IntParam maxLength() {
    return textParams().maxLength;
  }

  /** Which ids longer texts lose: {@value #PRE} or {@value #POST}. */
  default Param<String> truncation() {
    return textParams().truncation;
  }

  /** Where shorter texts are filled: {@value #NONE}, {@value #PRE} or {@value #POST}. */
  default Param<String> padding() {
    return textParams().padding;
  }

  @Override
  default Param<String> handleInvalid() {
    return textParams().handleInvalid;
  }

  /** Name of the column that tells tokens from padding (default empty: none). */
  default String getMaskCol() {
    return getOrDefault(maskCol());
  }

  /** What a text becomes (default {@value #IDS}). */
  default String getOutputType() {
    return getOrDefault(outputType());
  }

  /** Whether tokens are taken in lower case (default true). */
  default boolean getToLowercase() {
    return (Boolean) getOrDefault(toLowercase());
  }

  /** How often a token occurs at fit, at least, to be in the vocabulary (default 1). */
  default int getMinCount() {
    return (Integer) getOrDefault(minCount());
  }

  /** The most tokens in the vocabulary (default 20000). */
  default int getMaxVocabulary() {
    return (Integer) getOrDefault(maxVocabulary());
  }

  /** The most ids of a text (default 0: no limit). */
  default int getMaxLength() {
    return (Integer) getOrDefault(maxLength());
  }

  /** Which ids longer texts lose (default {@value #POST}). */
  default String getTruncation() {
    return getOrDefault(truncation());
  }

  /** Where shorter texts are filled (default {@value #NONE}). */
  default String getPadding() {
    return getOrDefault(padding());
  }
}
