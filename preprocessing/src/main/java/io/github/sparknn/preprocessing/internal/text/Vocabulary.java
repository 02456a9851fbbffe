package io.github.sparknn.preprocessing.internal.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.analysis.CharArrayMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tokens that texts are told by, most frequent first. Immutable, safe for concurrent use. */
public final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // immutable lists are
  private final List<String> tokens;

  private final long[] occurrences;
  private final long[] documentFrequencies;
  private final long documents;
  private transient volatile CharArrayMap<Integer> positions;

  /**
   * A vocabulary that is known.
   *
   * @param tokens of equal frequency in the order of their UTF-8 bytes
   * @param occurrences of each token at fit
   * @param documentFrequencies number of texts at fit with the token
   * @param documents number of texts at fit
   * @throws IllegalArgumentException not as many numbers as tokens
   */
  public Vocabulary(
      List<String> tokens, long[] occurrences, long[] documentFrequencies, long documents) {
    this.tokens = List.copyOf(tokens);
    this.occurrences = occurrences.clone();
    this.documentFrequencies = documentFrequencies.clone();
    this.documents = documents;
    if (occurrences.length != tokens.size() || documentFrequencies.length != tokens.size()) {
      throw new IllegalArgumentException(
          "Cannot make a vocabulary: %d tokens, %d counts and %d document frequencies"
              .formatted(tokens.size(), occurrences.length, documentFrequencies.length));
    }
  }

  /**
   * The vocabulary of texts, counted in one pass.
   *
   * @param texts one column of strings
   * @param nullMessage what to throw at a null; null where these are left out
   */
  public static Vocabulary of(
      Dataset<Row> texts,
      boolean toLowercase,
      int minCount,
      int maxVocabulary,
      String nullMessage) {
    List<Row> rows =
        TokenCounts.mostFrequent(texts, toLowercase, minCount, maxVocabulary, nullMessage);
    if (rows.isEmpty()) {
      return new Vocabulary(List.of(), new long[0], new long[0], 0);
    }
    List<Row> words = rows.subList(1, rows.size());
    return new Vocabulary(
        words.stream().map(row -> row.getString(0)).toList(),
        words.stream().mapToLong(row -> row.getLong(1)).toArray(),
        words.stream().mapToLong(row -> row.getLong(2)).toArray(),
        rows.get(0).getLong(1));
  }

  /** The tokens in their order. */
  public List<String> tokens() {
    return tokens;
  }

  /** Occurrences of each token at fit. */
  public long[] occurrences() {
    return occurrences.clone();
  }

  /** Number of texts at fit with each token. */
  public long[] documentFrequencies() {
    return documentFrequencies.clone();
  }

  /** Number of texts at fit. */
  public long documents() {
    return documents;
  }

  /**
   * Inverse document frequencies {@code log((m + 1) / (d + 1))} of m texts, d of them with the
   * token.
   *
   * <p>Source: as Spark ML's IDF.
   */
  public double[] inverseDocumentFrequencies() {
    return Arrays.stream(documentFrequencies)
        .mapToDouble(frequency -> Math.log((documents + 1.0) / (frequency + 1.0)))
        .toArray();
  }

  int size() {
    return tokens.size();
  }

  /** Where each token is in the list. */
  CharArrayMap<Integer> positions() {
    CharArrayMap<Integer> known = positions;
    if (known == null) {
      known = new CharArrayMap<>(size(), false);
      for (int i = 0; i < size(); i++) {
        known.put(tokens.get(i), (Integer) i);
      }
      positions = known;
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Vocabulary that
            && documents == that.documents
            && Arrays.equals(occurrences, that.occurrences)
            && Arrays.equals(documentFrequencies, that.documentFrequencies)
            && tokens.equals(that.tokens));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(occurrences) + Long.hashCode(documents);
  }
}
