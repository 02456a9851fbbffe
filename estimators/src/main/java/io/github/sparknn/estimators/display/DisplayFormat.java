package io.github.sparknn.estimators.display;

import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** What is going to show an output. */
enum DisplayFormat {
  /** Zeppelin's display system: an output that begins with %html or %table is drawn. */
  ZEPPELIN,
  /** A terminal. */
  TEXT;

  private static final String AUTO = "auto";

  /** What every interpreter of Zeppelin runs with, and nothing else. */
  private static final String ZEPPELIN_CLASS = "org.apache.zeppelin.interpreter.InterpreterContext";

  /**
   * As {@link Display#SETTING} says.
   *
   * @throws IllegalArgumentException if it says something else
   */
  static DisplayFormat current() {
    Option<SparkSession> active = SparkSession.getActiveSession();
    Option<SparkSession> session = active.isDefined() ? active : SparkSession.getDefaultSession();
    String setting = session.isDefined() ? session.get().conf().get(Display.SETTING, AUTO) : AUTO;
    return switch (setting.toLowerCase(Locale.ROOT)) {
      case AUTO -> isZeppelin() ? ZEPPELIN : TEXT;
      case "zeppelin" -> ZEPPELIN;
      case "text" -> TEXT;
      default ->
          throw new IllegalArgumentException(
              "Invalid %s: %s (must be auto, zeppelin or text)"
                  .formatted(Display.SETTING, setting));
    };
  }

  private static boolean isZeppelin() {
    return Stream.of(
            Thread.currentThread().getContextClassLoader(), DisplayFormat.class.getClassLoader())
        .anyMatch(DisplayFormat::knowsZeppelin);
  }

  private static boolean knowsZeppelin(ClassLoader loader) {
    String resource = ZEPPELIN_CLASS.replace('.', '/') + ".class";
    return loader != null && loader.getResource(resource) != null;
  }
}
