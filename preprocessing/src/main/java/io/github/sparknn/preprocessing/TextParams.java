package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.TextSequencerParams.COUNTS;
import static io.github.sparknn.preprocessing.TextSequencerParams.IDS;
import static io.github.sparknn.preprocessing.TextSequencerParams.NONE;
import static io.github.sparknn.preprocessing.TextSequencerParams.POST;
import static io.github.sparknn.preprocessing.TextSequencerParams.PRE;
import static io.github.sparknn.preprocessing.TextSequencerParams.TFIDF;

import java.io.Serializable;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/** The params of one TextSequencer or its model. */
final class TextParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_MAX_VOCABULARY = 20_000;

  final Param<String> inputCol;
  final Param<String> outputCol;
  final Param<String> maskCol;
  final Param<String> outputType;
  final BooleanParam toLowercase;
  final IntParam minCount;
  final IntParam maxVocabulary;
  final IntParam maxLength;
  final Param<String> truncation;
  final Param<String> padding;
  final Param<String> handleInvalid;

  TextParams(TextSequencerParams owner) {
    inputCol = HasInputCol.newInputCol(owner);
    outputCol = HasOutputCol.newOutputCol(owner);
    maskCol =
        new Param<>(
            owner,
            "maskCol",
            "name of a new column: 1 for each token, 0 for padding (empty: none)",
            ParamRules.text("maskCol"));
    outputType =
        ChoiceParams.choice(owner, "outputType", "what a text becomes", IDS, COUNTS, TFIDF);
    toLowercase = new BooleanParam(owner, "toLowercase", "whether tokens are taken in lower case");
    minCount =
        new IntParam(
            owner,
            "minCount",
            "how often a token occurs at fit, at least, to be in the vocabulary (>= 1)",
            ParamRules.positive("minCount"));
    maxVocabulary =
        new IntParam(
            owner,
            "maxVocabulary",
            "tokens in the vocabulary, the most frequent ones (>= 1, <= 16777215)",
            ParamRules.exactFloat("maxVocabulary"));
    maxLength =
        new IntParam(
            owner,
            "maxLength",
            "the most ids of a text (>= 0, 0: no limit)",
            ParamRules.notNegative("maxLength"));
    truncation = ChoiceParams.choice(owner, "truncation", "which ids longer texts lose", PRE, POST);
    padding =
        ChoiceParams.choice(owner, "padding", "where shorter texts are filled", NONE, PRE, POST);
    handleInvalid = HasHandleInvalid.newHandleInvalid(owner);
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(TextSequencerParams owner) {
    owner.setDefault(outputCol, "features");
    owner.setDefault(maskCol, "");
    owner.setDefault(outputType, IDS);
    owner.setDefault(toLowercase, true);
    owner.setDefault(minCount, 1);
    owner.setDefault(maxVocabulary, DEFAULT_MAX_VOCABULARY);
    owner.setDefault(maxLength, 0);
    owner.setDefault(truncation, POST);
    owner.setDefault(padding, NONE);
    owner.setDefault(handleInvalid, HasHandleInvalid.ERROR);
  }
}
