package io.github.sparknn.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Steps of which each is done though one before it failed, such as those after a training. */
final class Attempts {
  private final List<Exception> failures = new ArrayList<>();

  /** Does a step now; what it throws waits for {@link #end}. */
  void run(Runnable step) {
    try {
      step.run();
    } catch (Exception e) { // Spark throws checked exceptions undeclared.
      failures.add(e);
    }
  }

  /**
   * Tells what failed.
   *
   * @param done what is done all the same, for the end of the message
   * @throws IllegalArgumentException if a step failed: the messages of all, one after another
   */
  void end(String done) {
    if (failures.isEmpty()) {
      return;
    }
    String messages = failures.stream().map(Failures::message).collect(Collectors.joining("; "));
    IllegalArgumentException told = new IllegalArgumentException(messages + done, failures.get(0));
    failures.stream().skip(1).forEach(told::addSuppressed);
    throw told;
  }
}
