package io.github.sparknn.preprocessing.internal.text;

import io.github.sparknn.preprocessing.internal.RowFunction;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.lucene.analysis.CharArrayMap;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a text becomes: ids of its tokens or a vector over the vocabulary. Its one input is a
 * string.
 *
 * @param vocabulary of tokens as the reader gives them
 * @param toLowercase whether tokens are taken in lower case
 * @param output ids, counts or counts times inverse document frequency
 * @param length of ids, by which they are cut and filled
 * @param nullMessage what to throw at a null; null where its result is null
 */
public record TextEncoding(
    Vocabulary vocabulary, boolean toLowercase, Output output, IdLength length, String nullMessage)
    implements RowFunction {
  private static final long serialVersionUID = 1L;

  /** The id that fills short texts. */
  public static final int PADDING = 0;

  /** The id of tokens that are not in the vocabulary. */
  public static final int UNKNOWN = 1;

  /** The id of the first token of the vocabulary. */
  public static final int FIRST = 2;

  private static final byte SPARSE = 0;

  /** What stands in the result. */
  public enum Output {
    IDS,
    COUNTS,
    TFIDF
  }

  @Override
  public DataType dataType() {
    return output == Output.IDS
        ? DataTypes.createArrayType(DataTypes.IntegerType, false)
        : SQLDataTypes.VectorType();
  }

  @Override
  public boolean nullable() {
    return nullMessage == null;
  }

  @Override
  public String toString() {
    return "encode_text[" + output + " of " + vocabulary.size() + " tokens]";
  }

  @Override
  public Evaluator evaluator() {
    CharArrayMap<Integer> positions = vocabulary.positions();
    TokenReader reader = new TokenReader(toLowercase);
    if (output == Output.IDS) {
      Ids ids = new Ids(positions, length);
      return inputs -> evaluate(inputs[0], reader, ids, ids::result);
    }
    double[] weights = new double[vocabulary.size()];
    Arrays.fill(weights, 1);
    Bag bag =
        new Bag(
            positions, output == Output.COUNTS ? weights : vocabulary.inverseDocumentFrequencies());
    return inputs -> evaluate(inputs[0], reader, bag, bag::result);
  }

  private Object evaluate(
      Object text, TokenReader reader, TokenReader.Sink sink, Supplier<Object> result) {
    if (text == null) {
      if (nullMessage != null) {
        throw new IllegalArgumentException(nullMessage);
      }
      return null;
    }
    reader.read(text.toString(), sink);
    return result.get();
  }

  /** The ids of one text after another. */
  private static final class Ids implements TokenReader.Sink {
    private final CharArrayMap<Integer> positions;
    private final IdLength length;
    private int[] ids = new int[64];
    private int size;

    Ids(CharArrayMap<Integer> positions, IdLength length) {
      this.positions = positions;
      this.length = length;
    }

    @Override
    public boolean accept(char[] buffer, int tokenLength) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * ids.length);
      }
      Integer position = positions.get(buffer, 0, tokenLength);
      ids[size++] = position == null ? UNKNOWN : FIRST + position;
      return !length.full(size);
    }

    Object result() {
      if (size == 0) {
        ids[size++] = UNKNOWN;
      }
      int[] result = length.fit(ids, size, PADDING);
      size = 0;
      return UnsafeArrayData.fromPrimitiveArray(result);
    }
  }

  /** The sparse vector of one text after another. */
  private static final class Bag implements TokenReader.Sink {
    private final CharArrayMap<Integer> positions;
    private final double[] weights;
    private final int[] counts;
    private int[] present = new int[64];
    private int size;

    Bag(CharArrayMap<Integer> positions, double[] weights) {
      this.positions = positions;
      this.weights = weights;
      this.counts = new int[weights.length];
    }

    @Override
    public boolean accept(char[] buffer, int tokenLength) {
      Integer position = positions.get(buffer, 0, tokenLength);
      if (position != null && counts[position]++ == 0) {
        if (size == present.length) {
          present = Arrays.copyOf(present, 2 * present.length);
        }
        present[size++] = position;
      }
      return true;
    }

    Object result() {
      int[] indices = Arrays.copyOf(present, size);
      Arrays.sort(indices);
      double[] values = new double[size];
      for (int k = 0; k < size; k++) {
        values[k] = counts[indices[k]] * weights[indices[k]];
        counts[indices[k]] = 0;
      }
      size = 0;
      return new GenericInternalRow(
          new Object[] {
            SPARSE,
            weights.length,
            UnsafeArrayData.fromPrimitiveArray(indices),
            UnsafeArrayData.fromPrimitiveArray(values)
          });
    }
  }
}
