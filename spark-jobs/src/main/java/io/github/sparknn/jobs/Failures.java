package io.github.sparknn.jobs;

import java.util.concurrent.Callable;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;

/** Failures in the words that help: the innermost cause, without stack traces and query plans. */
final class Failures {
  private Failures() {}

  /** What went wrong, on one line. */
  static String message(Throwable failure) {
    boolean classified = failure instanceof SparkThrowable known && known.getErrorClass() != null;
    // A failed task's exception is the cause of a SparkException, whose message is a stack trace.
    boolean wraps =
        failure instanceof SparkException
            || !(failure instanceof IllegalArgumentException || classified);
    Throwable told = wraps ? ExceptionUtils.getRootCause(failure) : failure;
    String text = told.getMessage();
    if (text == null || text.isBlank()) {
      return told.getClass().getSimpleName();
    }
    String line = text.strip().lines().findFirst().orElse(text);
    line = line.replaceFirst("; line \\d+ pos \\d+;?$", "");
    boolean meantForPeople =
        told instanceof IllegalArgumentException
            || told instanceof IllegalStateException
            || told.getClass().getName().startsWith("org.apache.spark.");
    return meantForPeople ? line : told.getClass().getSimpleName() + ": " + line;
  }

  /**
   * Does something whose failure is the caller's to mend.
   *
   * @throws IllegalArgumentException {@code Cannot <attempt>: <reason>} whatever it throws
   */
  static <T> T explain(String attempt, Callable<T> action) {
    try {
      return action.call();
    } catch (Exception e) {
      throw new IllegalArgumentException("Cannot " + attempt + ": " + message(e), e);
    }
  }
}
