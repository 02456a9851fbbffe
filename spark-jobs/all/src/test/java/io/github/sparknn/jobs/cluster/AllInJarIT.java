package io.github.sparknn.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the all-in jar may not hold beside Spark's own jars, and what it must. */
class AllInJarIT {
  @Test
  void holdsNoClassThatSparkHas() throws IOException {
    Set<String> spark = new HashSet<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(SparkHome.FOLDER.resolve("jars"), "*.jar")) {
      for (Path jar : jars) {
        spark.addAll(classes(jar));
      }
    }
    assertThat(spark).hasSizeGreaterThan(10_000);

    Set<String> duplicates = new TreeSet<>(classes(SparkHome.ALL_IN_JAR));
    duplicates.retainAll(spark);

    assertThat(duplicates).isEmpty();
  }

  @Test
  void holdsTheNativesOfOnePlatform() throws IOException {
    List<String> natives =
        names(SparkHome.ALL_IN_JAR).stream()
            .filter(name -> name.matches(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a)"))
            .toList();

    assertThat(natives).anyMatch(name -> name.contains("nd4jcpu."));
    Set<String> platforms =
        natives.stream()
            .map(name -> Path.of(name).getParent().toString())
            .map(folder -> folder.replaceFirst("-onednn$", "").replaceAll("[/_-]", " ").strip())
            .map(folder -> folder.toLowerCase(Locale.ROOT))
            .map(folder -> folder.replaceFirst(".* (?=(linux|macosx|windows|mac|darwin) ?)", ""))
            .collect(Collectors.toSet());
    assertThat(platforms).as(natives.toString()).hasSize(1);
  }

  @Test
  void registersTheServicesOfAllItsParts() throws IOException {
    try (JarFile jar = new JarFile(SparkHome.ALL_IN_JAR.toFile())) {
      assertThat(text(jar, "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister"))
          .contains("org.apache.spark.sql.v2.avro.AvroDataSourceV2", "io.github.sparknn.datasets.");
      assertThat(text(jar, "META-INF/services/io.github.sparknn.training.engine.TrainingEngine"))
          .contains("BlasEngine", "Dl4jEngine");
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.github.sparknn.jobs.Main");
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Set<String> classes(Path jar) throws IOException {
    return names(jar).stream()
        .filter(name -> name.endsWith(".class"))
        .filter(name -> !name.startsWith("META-INF/") && !name.endsWith("module-info.class"))
        .collect(Collectors.toSet());
  }

  private static List<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }
}
