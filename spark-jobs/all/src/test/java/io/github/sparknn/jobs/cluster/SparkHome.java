package io.github.sparknn.jobs.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** The Spark installation that the module spark-home makes; the application's jars for it. */
final class SparkHome {
  /** Where it is; a system property that the build sets. */
  static final Path FOLDER = Path.of(System.getProperty("sparknn.spark.home"));

  /** The application with all that Spark has not. */
  static final Path ALL_IN_JAR = Path.of(System.getProperty("sparknn.all.jar"));

  /**
   * For all JVMs of a cluster, executors included, which inherit the environment. Each lives for
   * some seconds, in which optimizing code and collecting garbage side by side cost more than they
   * bring; half of a submission's time went there.
   */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private SparkHome() {}

  /**
   * A JVM with nothing but Spark's jars and the flags that Spark's own scripts give.
   *
   * @param folder working directory
   */
  static ProcessBuilder java(Path folder, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +")));
    command.addAll(List.of("-Xmx768m", "-cp", FOLDER.resolve("jars") + "/*", main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SPARK_HOME", FOLDER.toString());
    builder.environment().put("JAVA_TOOL_OPTIONS", SHORT_LIVED);
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }
}
