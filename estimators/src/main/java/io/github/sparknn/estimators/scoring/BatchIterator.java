package io.github.sparknn.estimators.scoring;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeRowJoiner;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowJoiner;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.mutable.WrappedArray;

/**
 * One partition's pass-through columns with their scores, in the order of the rows: takes in a
 * batch, scores it, hands it out row by row. The row it hands out is reused. The scorer is made at
 * the first row and closed after the last.
 */
final class BatchIterator implements Iterator<InternalRow> {
  /** Bytes of pass-through columns after which a batch ends, however few its rows. */
  static final long MAX_BYTES = 16L << 20;

  private static final int NO_SCORE = -1;

  private final Iterator<InternalRow> rows;
  private final ScoreFunction function;
  private final ScoreMetrics metrics;
  private final DataType[] inputTypes;
  private final ProjectingInternalRow inputs;
  private final UnsafeProjection passThrough;
  private final boolean passesWholeRows;
  private final RowArena arena;
  private final int[] slots;
  private final SpecificInternalRow scores;
  private final UnsafeProjection unsafeScores;
  private final UnsafeRowJoiner joiner;
  private TaskScorer scorer;
  private int next;

  BatchIterator(Iterator<InternalRow> rows, ScoreTask task) {
    this.rows = rows;
    function = task.function();
    metrics = task.metrics();
    StructType inputSchema = task.inputSchema();
    inputTypes =
        Arrays.stream(inputSchema.fields()).map(StructField::dataType).toArray(DataType[]::new);
    inputs = new ProjectingInternalRow(inputSchema, new WrappedArray.ofInt(task.inputOrdinals()));
    passThrough = UnsafeProjection.create(ScalaSeqs.widen(task.passThrough()), task.rows());
    passesWholeRows = task.passThrough().equals(task.rows());
    BatchModel model = function.model();
    arena = new RowArena(task.passThrough().size(), model.batchSize(), MAX_BYTES);
    slots = new int[model.batchSize()];
    scores = new SpecificInternalRow(model.outputSchema());
    unsafeScores = function.projection();
    joiner = GenerateUnsafeRowJoiner.create(task.passThroughSchema(), task.scoreSchema());
  }

  @Override
  public boolean hasNext() {
    return next < arena.rows() || fill();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    for (int i = 0; i < scores.numFields(); i++) {
      scores.setNullAt(i);
    }
    if (slots[next] != NO_SCORE) {
      scorer.write(slots[next], scores);
    }
    return joiner.join(arena.row(next++), unsafeScores.apply(scores));
  }

  /** Takes in and scores the next batch; false, and the scorer closed, when no row is left. */
  private boolean fill() {
    arena.clear();
    next = 0;
    int scored = 0;
    while (!arena.isFull() && rows.hasNext()) {
      InternalRow row = rows.next();
      if (scorer == null) {
        scorer = TaskScorer.open(function, inputTypes);
      }
      inputs.project(row);
      slots[arena.rows()] = scorer.read(inputs, scored) ? scored++ : NO_SCORE;
      arena.add(passesWholeRows && row instanceof UnsafeRow whole ? whole : passThrough.apply(row));
    }
    if (scored > 0) {
      score(scored);
    }
    if (arena.rows() == 0 && scorer != null) {
      scorer.close();
    }
    metrics.rows().add(arena.rows());
    return arena.rows() > 0;
  }

  private void score(int count) {
    long start = System.nanoTime();
    scorer.score(count);
    metrics.nanos().add(System.nanoTime() - start);
    metrics.batches().add(1);
  }
}
