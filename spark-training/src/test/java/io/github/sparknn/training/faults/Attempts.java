package io.github.sparknn.training.faults;

import io.github.sparknn.training.network.ModelState;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts what went wrong in Spark's own eyes. */
final class Attempts extends SparkListener {
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger speculative = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (!task.taskInfo().successful()) {
      failed.incrementAndGet();
    }
    if (task.taskInfo().speculative()) {
      speculative.incrementAndGet();
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
    lost.incrementAndGet();
  }

  Outcome outcome(ModelState state, List<String> errors, List<Leftovers> leftovers) {
    return new Outcome(state, errors, failed.get(), speculative.get(), lost.get(), leftovers);
  }
}
