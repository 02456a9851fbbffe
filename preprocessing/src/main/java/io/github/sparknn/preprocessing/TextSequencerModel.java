package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.RowFunction;
import io.github.sparknn.preprocessing.internal.text.IdLength;
import io.github.sparknn.preprocessing.internal.text.IdMask;
import io.github.sparknn.preprocessing.internal.text.TextEncoding;
import io.github.sparknn.preprocessing.internal.text.Vocabulary;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link TextSequencer}: adds ids or vectors of a text column by one native expression,
 * which whole-stage code generation compiles. Works on streaming DataFrames.
 */
public final class TextSequencerModel extends Model<TextSequencerModel>
    implements TextSequencerParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final TextParams params;
  private final Vocabulary vocabulary;

  TextSequencerModel(String uid, Vocabulary vocabulary) {
    this.uid = uid;
    this.vocabulary = vocabulary;
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
  public TextSequencerModel setInputCol(String value) {
    set(inputCol(), value);
    return this;
  }

  /** Sets the name of the new column. */
  public TextSequencerModel setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /** Sets what a text becomes: {@value #IDS}, {@value #COUNTS} or {@value #TFIDF}. */
  public TextSequencerModel setOutputType(String value) {
    set(outputType(), value);
    return this;
  }

  /** Sets what null texts do: {@value #ERROR}, {@value #SKIP} or {@value #KEEP}. */
  public TextSequencerModel setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /** The tokens, most frequent first: that at position i has the id i + 2. */
  public List<String> vocabulary() {
    return vocabulary.tokens();
  }

  /** Number of ids: the tokens, padding, and the one for tokens outside the vocabulary. */
  public int vocabularySize() {
    return vocabulary.tokens().size() + TextEncoding.FIRST;
  }

  /** How often each token occurred at fit, in the order of {@link #vocabulary}. */
  public long[] counts() {
    return vocabulary.occurrences();
  }

  /** In how many texts at fit each token occurred, in the order of {@link #vocabulary}. */
  public long[] documentFrequencies() {
    return vocabulary.documentFrequencies();
  }

  /** Number of texts at fit. */
  public long documents() {
    return vocabulary.documents();
  }

  /**
   * Inverse document frequencies {@code log((m + 1) / (d + 1))} in the order of {@link
   * #vocabulary}.
   */
  public double[] inverseDocumentFrequencies() {
    return vocabulary.inverseDocumentFrequencies();
  }

  /**
   * Adds the column of ids or vectors, and the mask where one is named.
   *
   * @throws IllegalArgumentException before any job: inputCol missing or no string, an output
   *     column exists, params that do not go together
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    TextSchema.check(this, data.schema());
    Column text = Columns.of(data, getInputCol());
    StructField output = outputField();
    Dataset<?> rows = getHandleInvalid().equals(SKIP) ? data.where(text.isNotNull()) : data;
    Dataset<Row> result =
        rows.select(
            functions.col("*"),
            RowFunction.column(encoding(), List.of(text)).as(output.name(), output.metadata()));
    if (getMaskCol().isEmpty()) {
      return result;
    }
    StructField mask = TextSchema.maskField(this);
    Column ids = Columns.of(result, output.name());
    Column column = RowFunction.column(new IdMask(mask.nullable()), List.of(ids));
    return result.select(functions.col("*"), column.as(mask.name()));
  }

  private TextEncoding encoding() {
    return new TextEncoding(
        vocabulary,
        getToLowercase(),
        switch (getOutputType()) {
          case COUNTS -> TextEncoding.Output.COUNTS;
          case TFIDF -> TextEncoding.Output.TFIDF;
          default -> TextEncoding.Output.IDS;
        },
        new IdLength(
            getMaxLength(),
            getTruncation().equals(PRE),
            TextSchema.isPadded(this),
            getPadding().equals(PRE)),
        TextSchema.isNullable(this) ? null : TextSchema.nullMessage(this));
  }

  private StructField outputField() {
    return TextSchema.outputField(
        this, TextSchema.metadata(this, vocabulary.tokens().size(), vocabularySize()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    TextSchema.check(this, schema);
    return TextSchema.add(this, schema, outputField().metadata());
  }

  @Override
  public TextSequencerModel copy(ParamMap extra) {
    return copyValues(new TextSequencerModel(uid, vocabulary), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return FittedState.writer(this, Saved.of(vocabulary));
  }

  /** A reader of saved models. */
  public static MLReader<TextSequencerModel> read() {
    return FittedState.reader(
        TextSequencerModel.class,
        Saved.class,
        (uid, saved) -> new TextSequencerModel(uid, saved.vocabulary()));
  }

  /** In a saved model: the vocabulary. */
  record Saved(
      List<String> tokens, long[] occurrences, long[] documentFrequencies, long documents) {
    static Saved of(Vocabulary vocabulary) {
      return new Saved(
          vocabulary.tokens(),
          vocabulary.occurrences(),
          vocabulary.documentFrequencies(),
          vocabulary.documents());
    }

    Vocabulary vocabulary() {
      return new Vocabulary(tokens, occurrences, documentFrequencies, documents);
    }
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     missing or corrupt data
   */
  public static TextSequencerModel load(String path) {
    return read().load(path);
  }
}
