package io.github.sparknn.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The all-in jar and its pom as a Maven repository has them. */
final class PublishedJar {
  private static final String VERSION = System.getProperty("sparknn.version");
  private static final Path POM = Path.of(System.getProperty("sparknn.all.pom"));

  private PublishedJar() {}

  /** Ivy's name of the jar among those that it fetched. */
  static String fetchedName() {
    return "io.github.sparknn_sparknn-all-" + VERSION + ".jar";
  }

  /**
   * Makes a repository of this jar alone.
   *
   * @param repository its folder
   * @param ivy a folder for what Ivy fetches
   * @return what makes spark-submit look there and nowhere else
   */
  static List<String> options(Path repository, Path ivy) throws IOException {
    Path place = repository.resolve("io/github/sparknn/sparknn-all").resolve(VERSION);
    Files.createDirectories(place);
    String name = "sparknn-all-" + VERSION;
    Files.createSymbolicLink(place.resolve(name + ".jar"), SparkHome.ALL_IN_JAR);
    Files.copy(POM, place.resolve(name + ".pom"));

    // Without settings of its own Ivy also asks Maven Central.
    Files.createDirectories(ivy);
    Path settings =
        Files.writeString(
            ivy.resolve("settings.xml"),
            """
            <ivysettings>
              <settings defaultResolver="none"/>
              <resolvers><chain name="none"/></resolvers>
            </ivysettings>
            """);
    return List.of(
        "--packages",
        "io.github.sparknn:sparknn-all:" + VERSION,
        "--repositories",
        repository.toUri().toString(),
        "--conf",
        "spark.jars.ivy=" + ivy,
        "--conf",
        "spark.jars.ivySettings=" + settings);
  }
}
