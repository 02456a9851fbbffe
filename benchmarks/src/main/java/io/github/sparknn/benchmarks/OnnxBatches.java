package io.github.sparknn.benchmarks;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;

/**
 * A partition's rows with their scores, in order: takes in a batch, scores it, hands it out.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
final class OnnxBatches<I, O> implements Iterator<O> {
  private static final int CLASSES = 2;

  /** Joins what came in with its score. */
  interface Join<I, O> {
    O join(I row, double probability);
  }

  private final Iterator<I> rows;
  private final int batchSize;
  private final BiConsumer<I, FloatBuffer> reader;
  private final Join<I, O> join;
  private final OrtSession session;
  private final FloatBuffer features;
  private final List<I> batch = new ArrayList<>();
  private FloatBuffer probabilities;
  private int next;

  /**
   * @param reader puts a row's features into a buffer
   */
  OnnxBatches(
      Iterator<I> rows, OnnxScoring scoring, BiConsumer<I, FloatBuffer> reader, Join<I, O> join)
      throws OrtException {
    this.rows = rows;
    this.batchSize = scoring.batchSize();
    this.reader = reader;
    this.join = join;
    session = OnnxSession.of(scoring.model());
    features =
        ByteBuffer.allocateDirect(batchSize * ScoringTable.FEATURES * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  @Override
  public boolean hasNext() {
    return next < batch.size() || rows.hasNext();
  }

  @Override
  public O next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (next == batch.size()) {
      fill();
    }
    double probability = probabilities.get(CLASSES * next + 1);
    return join.join(batch.get(next++), probability);
  }

  private void fill() {
    batch.clear();
    features.clear();
    next = 0;
    while (batch.size() < batchSize && rows.hasNext()) {
      I row = rows.next();
      reader.accept(row, features);
      batch.add(row);
    }
    features.flip();
    try {
      probabilities = OnnxSession.run(session, features, batch.size(), ScoringTable.FEATURES);
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot score: " + e.getMessage(), e);
    }
  }
}
