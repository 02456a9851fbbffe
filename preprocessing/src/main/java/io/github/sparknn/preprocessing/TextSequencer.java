package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.text.Vocabulary;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Turns texts into sequences of ids for recurrent and embedding layers, or into vectors over a
 * vocabulary. Fitted in one pass over the data.
 *
 * <p>Tokens are words by Unicode's rules, in lower case unless {@code toLowercase} is false; signs
 * and spaces are left out, each ideograph is a token. The vocabulary holds the tokens that occur at
 * least {@code minCount} times (default 1) at fit, at most {@code maxVocabulary} of them (default
 * 20000): the most frequent ones, of equally frequent ones the smaller (UTF-8 bytes).
 *
 * <p>{@code outputType}:
 *
 * <ul>
 *   <li>ids (default): {@code array<int>}, an id for each token in the text's order. 0 is padding,
 *       1 any token outside the vocabulary, 2 the most frequent token, and so on. A text without
 *       tokens is a single 1.
 *   <li>counts: a sparse vector with the number of times that each token of the vocabulary occurs,
 *       most frequent token first; other tokens are left out
 *   <li>tfidf: counts times {@code log((m + 1) / (d + 1))}, where d of m texts at fit have the
 *       token
 * </ul>
 *
 * <p>Ids longer than {@code maxLength} (default 0: no limit) lose their last ones ({@code
 * truncation} post, default) or first ones (pre). With {@code padding} none (default) rows differ
 * in length: estimators pad and mask such sequences themselves, and give a network the same as
 * without padding. With pre or post, shorter rows are filled with 0 to {@code maxLength}, the
 * column has the shape {@code [maxLength, 1]} in its metadata ({@code tensor.shape}) and is read
 * without a mask; {@code maskCol} names a column {@code array<float>} with 1 for each token and 0
 * for padding. {@value TablePreprocessorParams#VOCABULARY_METADATA} in the metadata holds the
 * number of ids, for each position of padded rows, else once.
 *
 * <p>Null texts, by {@code handleInvalid}: error (default) fails, in fit too; keep gives them a
 * null; skip leaves their rows out.
 *
 * <p>Fit counts tokens on the executors, in bounded memory; the vocabulary alone comes to the
 * driver. The result depends on the texts only, not on their order or partitions.
 *
 * <p>Source: word boundaries by Unicode Standard Annex 29, as Lucene's StandardTokenizer has them;
 * inverse document frequencies as in Spark ML's IDF.
 */
public final class TextSequencer extends Estimator<TextSequencerModel>
    implements TextSequencerParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<TextSequencer> IO = new DefaultParamsReadable<>() {};

  private final String uid;
  private final TextParams params;

  /** A sequencer with default params and a random uid. */
  public TextSequencer() {
    this(Identifiable.randomUID("textSequencer"));
  }

  /** A sequencer with default params and this uid; copy and load call it. */
  public TextSequencer(String uid) {
    this.uid = uid;
    this.params = new TextParams(this);
    params.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public TextParams textParams() {
    return params;
  }

  /** Sets the column of texts. */
  public TextSequencer setInputCol(String value) {
    set(inputCol(), value);
    return this;
  }

  /** Sets the name of the new column (default "features"). */
  public TextSequencer setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /** Sets the name of the column that tells tokens from padding (default empty: none). */
  public TextSequencer setMaskCol(String value) {
    set(maskCol(), value);
    return this;
  }

  /** Sets what a text becomes: {@value #IDS} (default), {@value #COUNTS} or {@value #TFIDF}. */
  public TextSequencer setOutputType(String value) {
    set(outputType(), value);
    return this;
  }

  /** Sets whether tokens are taken in lower case (default true). */
  public TextSequencer setToLowercase(boolean value) {
    set(toLowercase(), value);
    return this;
  }

  /** Sets how often a token occurs at fit, at least, to be in the vocabulary (default 1). */
  public TextSequencer setMinCount(int value) {
    set(minCount(), value);
    return this;
  }

  /** Sets the most tokens in the vocabulary, 1 to 16777215 (default 20000). */
  public TextSequencer setMaxVocabulary(int value) {
    set(maxVocabulary(), value);
    return this;
  }

  /** Sets the most ids of a text (default 0: no limit). */
  public TextSequencer setMaxLength(int value) {
    set(maxLength(), value);
    return this;
  }

  /** Sets which ids longer texts lose: {@value #PRE} or {@value #POST} (default). */
  public TextSequencer setTruncation(String value) {
    set(truncation(), value);
    return this;
  }

  /**
   * Sets where shorter texts are filled: {@value #NONE} (default), {@value #PRE} or {@value #POST}.
   */
  public TextSequencer setPadding(String value) {
    set(padding(), value);
    return this;
  }

  /** Sets what null texts do: {@value #ERROR} (default), {@value #SKIP} or {@value #KEEP}. */
  public TextSequencer setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /**
   * Learns the vocabulary in one pass.
   *
   * @throws IllegalArgumentException before any job: inputCol not set, missing or no string, an
   *     output column exists, params that do not go together; after the pass: no texts, or no token
   *     that occurs often enough
   */
  @Override
  public TextSequencerModel fit(Dataset<?> data) {
    TextSchema.check(this, data.schema());
    Vocabulary vocabulary =
        Vocabulary.of(
            data.select(Columns.of(data, getInputCol())),
            getToLowercase(),
            getMinCount(),
            getMaxVocabulary(),
            TextSchema.isNullable(this) ? null : TextSchema.nullMessage(this));
    if (vocabulary.tokens().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot fit TextSequencer: column '%s' holds %s"
              .formatted(
                  getInputCol(),
                  vocabulary.documents() == 0
                      ? "no text"
                      : "no token that occurs " + getMinCount() + " times (minCount)"));
    }
    return copyValues(new TextSequencerModel(uid, vocabulary), ParamMap.empty()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    TextSchema.check(this, schema);
    return TextSchema.add(this, schema, Metadata.empty());
  }

  @Override
  public TextSequencer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** A reader of saved sequencers. */
  public static MLReader<TextSequencer> read() {
    return IO.read();
  }

  /** Loads a saved sequencer. */
  public static TextSequencer load(String path) {
    return read().load(path);
  }
}
