package io.github.sparknn.estimators.scoring;

import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Scores batches of rows: {@code read} into slots 0, 1, 2 ..., {@code score} once, then {@code
 * write} for each slot, in order. Not thread-safe; one task at a time has it, and closes it.
 * Internal: used by this library's models only.
 */
public interface BatchScorer extends AutoCloseable {

  /**
   * Takes a row's inputs into a slot. May throw: the exception fails the query with its message.
   *
   * @param inputs the input columns, at ordinals 0 .. inputs-1; valid during the call only
   * @param slot 0 .. batchSize-1
   * @return false when the row has no score: all its outputs are null, and the slot goes to the
   *     next row
   */
  boolean read(InternalRow inputs, int slot);

  /**
   * Tells, once and before the first row, which outputs anyone reads; the others need not be
   * written. A scorer that throws has closed itself.
   *
   * @param outputs for each column of {@link BatchModel#outputSchema()}
   */
  default void use(boolean[] outputs) {}

  /** Computes slots 0 .. rows-1, rows &gt; 0. */
  void score(int rows);

  /**
   * Writes a slot's outputs as Catalyst values, such as UTF8String and UnsafeArrayData. They are
   * copied before the next call, so a scorer may reuse them.
   *
   * @param output one field for each column of {@link BatchModel#outputSchema()}; all are null
   *     before the call
   */
  void write(int slot, InternalRow output);

  /** Frees what the scorer holds. Called once. */
  @Override
  void close();
}
