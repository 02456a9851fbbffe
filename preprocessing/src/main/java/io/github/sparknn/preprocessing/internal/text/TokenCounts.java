package io.github.sparknn.preprocessing.internal.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The tokens of one partition's texts with their counts: rows of token, occurrences, and texts that
 * it occurs in; then a row of null with the number of texts. Holds a bounded number of tokens; a
 * token may come several times.
 */
final class TokenCounts implements Iterator<Row> {
  private static final int MAX_TOKENS = 200_000;
  private static final String TOKEN = "token";
  private static final String OCCURRENCES = "occurrences";
  private static final String TEXTS = "texts";
  private static final StructType SCHEMA =
      new StructType()
          .add(TOKEN, DataTypes.StringType, true)
          .add(OCCURRENCES, DataTypes.LongType, false)
          .add(TEXTS, DataTypes.LongType, false);

  private static final class Count {
    long occurrences;
    long texts;
    long lastText;
  }

  private final Iterator<Row> rows;
  private final TokenReader reader;
  private final int maxTokens;
  private final String nullMessage;
  private final Map<String, Count> counts = new HashMap<>();
  private final Deque<Row> ready = new ArrayDeque<>();
  private long texts;
  private boolean finished;

  TokenCounts(Iterator<Row> rows, boolean toLowercase, int maxTokens, String nullMessage) {
    this.rows = rows;
    this.reader = new TokenReader(toLowercase);
    this.maxTokens = maxTokens;
    this.nullMessage = nullMessage;
  }

  /**
   * The number of texts and the most frequent tokens, counted and sorted by the executors in one
   * pass over the data.
   *
   * @param texts one column of strings
   * @param nullMessage what to throw at a null; null where these are left out
   * @return a row of null, the number of texts and the same again; then a row for each of at most
   *     {@code maxTokens} tokens which occur at least {@code minCount} times, most frequent first,
   *     of equally frequent ones the smaller first (UTF-8 bytes), with its occurrences and the
   *     number of texts that it occurs in. Null texts are not counted. Empty where no partition is.
   */
  static List<Row> mostFrequent(
      Dataset<Row> texts, boolean toLowercase, int minCount, int maxTokens, String nullMessage) {
    MapPartitionsFunction<Row, Row> count =
        rows -> new TokenCounts(rows, toLowercase, MAX_TOKENS, nullMessage);
    // Encoders.row came with Spark 3.5.
    Encoder<Row> encoder = texts.sparkSession().createDataFrame(List.<Row>of(), SCHEMA).encoder();
    Column token = functions.col(TOKEN);
    Column occurrences = functions.col(OCCURRENCES);
    return texts
        .mapPartitions(count, encoder)
        .groupBy(token)
        .agg(functions.sum(OCCURRENCES).as(OCCURRENCES), functions.sum(TEXTS).as(TEXTS))
        .where(token.isNull().or(occurrences.geq(minCount)))
        .orderBy(token.isNotNull(), occurrences.desc(), token)
        .limit(maxTokens + 1)
        .toJavaRDD() // the rows of all partitions then meet in an executor, not in the driver
        .collect();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      Row row = rows.next();
      if (!row.isNullAt(0)) {
        add(row.getString(0));
      } else if (nullMessage != null) {
        throw new IllegalArgumentException(nullMessage);
      }
      if (counts.size() >= maxTokens) {
        flush();
      }
    }
    if (ready.isEmpty() && !finished) {
      finished = true;
      flush();
      ready.add(RowFactory.create(null, texts, texts));
    }
    return !ready.isEmpty();
  }

  private void add(String text) {
    texts++;
    reader.read(
        text,
        (buffer, length) -> {
          Count count = counts.computeIfAbsent(new String(buffer, 0, length), token -> new Count());
          count.occurrences++;
          if (count.lastText != texts) {
            count.lastText = texts;
            count.texts++;
          }
          return true;
        });
  }

  private void flush() {
    counts.forEach(
        (token, count) -> ready.add(RowFactory.create(token, count.occurrences, count.texts)));
    counts.clear();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
