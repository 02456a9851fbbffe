package io.github.sparknn.estimators.scoring;

import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A scorer that is closed once, at the latest when its task ends, whether it succeeds, fails or
 * stops early. Locked, because Spark may pull rows in another thread (a Python UDF's writer) that
 * outlives the task by a moment: it then gets an exception instead of freed memory. Once closed it
 * holds nothing, as the task keeps it to its end.
 */
final class TaskScorer implements BatchScorer, TaskCompletionListener {
  /** Null once closed. */
  private BatchScorer scorer;

  private TaskScorer(BatchScorer scorer) {
    this.scorer = scorer;
  }

  /**
   * A new scorer of the function's model, which the current task closes; where there is no task,
   * the caller does.
   */
  static TaskScorer open(ScoreFunction function, DataType[] inputTypes) {
    BatchScorer scorer = function.model().newScorer(inputTypes);
    scorer.use(function.used());
    TaskScorer result = new TaskScorer(scorer);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener(result);
    }
    return result;
  }

  @Override
  public synchronized boolean read(InternalRow inputs, int slot) {
    checkOpen();
    return scorer.read(inputs, slot);
  }

  @Override
  public synchronized void score(int rows) {
    checkOpen();
    scorer.score(rows);
  }

  @Override
  public synchronized void write(int slot, InternalRow output) {
    checkOpen();
    scorer.write(slot, output);
  }

  @Override
  public synchronized void close() {
    if (scorer != null) {
      BatchScorer open = scorer;
      scorer = null;
      open.close();
    }
  }

  synchronized boolean isClosed() {
    return scorer == null;
  }

  @Override
  public void onTaskCompletion(TaskContext task) {
    close();
  }

  private void checkOpen() {
    if (isClosed()) {
      throw new IllegalStateException("Cannot score: the task has ended");
    }
  }
}
