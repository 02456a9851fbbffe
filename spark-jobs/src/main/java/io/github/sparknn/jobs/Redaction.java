package io.github.sparknn.jobs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * Hides what Spark would hide of settings: values of keys that {@code spark.redaction.regex} finds.
 * A value is hidden as a whole where it holds such a key itself, as in {@code {password: x}} and in
 * {@code jdbc:...?password=x}, or a URI with a user's password, {@code https://user:x@host}.
 */
final class Redaction {
  /** Stands for a value. */
  static final String MASK = "***";

  private static final String SETTING = "spark.redaction.regex";

  /** Spark's default. */
  private static final String DEFAULT = "(?i)secret|password|token|access[.]?key";

  private static final Pattern USER_PASSWORD = Pattern.compile("://[^/@\\s]*:[^/@\\s]+@");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("((?:\"[^\"]*\"|[^\"=])*)=(.*)", Pattern.DOTALL);

  private final Pattern secret;
  private final Pattern secretInside;

  Redaction(SparkConf conf) {
    String regex = conf.get(SETTING, DEFAULT);
    secret = Pattern.compile(regex);
    secretInside = Pattern.compile("(?:" + regex + ")[\\w.-]*[\"']?\\s*[=:]");
  }

  /** The value to show. */
  String value(String key, String value) {
    boolean hidden =
        secret.matcher(key).find()
            || secretInside.matcher(value).find()
            || USER_PASSWORD.matcher(value).find();
    return hidden ? MASK : value;
  }

  /** The {@code path=value} to show. */
  String assignment(String assignment) {
    Matcher parts = ASSIGNMENT.matcher(assignment);
    return parts.matches()
        ? parts.group(1) + "=" + value(parts.group(1), parts.group(2))
        : assignment;
  }
}
