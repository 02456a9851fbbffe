package io.github.sparknn.estimators.scoring;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * What scores rows in batches: immutable and Java-serializable. Internal: used by this library's
 * models only.
 */
public interface BatchModel extends Serializable {

  /**
   * What this model is known by: two models of one id give the same scores, and plans with them are
   * equal.
   */
  String id();

  /** The columns that scoring adds, in order, with their metadata. All of them may hold null. */
  StructType outputSchema();

  /** Rows a batch holds at most (&gt; 0). */
  int batchSize();

  /**
   * Makes sure that the model reads inputs of those types.
   *
   * @throws IllegalArgumentException if it does not
   */
  default void checkInputs(DataType[] inputTypes) {}

  /**
   * A new scorer for the calling task.
   *
   * @param inputTypes the types of the input columns, in the order given to {@link
   *     BatchScoring#score}
   */
  BatchScorer newScorer(DataType[] inputTypes);
}
