package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.jobs.config.JobFile;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a job's session asks for Hive, by a class path that has the files of Spark's classes. */
class TableCatalogTest {
  private static final Map<String, String> HIVE = Map.of("spark.sql.catalogImplementation", "hive");

  @TempDir private Path folder;

  private JobFile job(String data, String more) throws IOException {
    String text = "data: {%s}\nmodel: {path: m}\n%s\n".formatted(data, more);
    return JobFile.read(Files.writeString(folder.resolve("job.yaml"), text));
  }

  private Map<String, String> settings(JobFile job, Map<String, String> settings)
      throws IOException {
    return settings(job, settings, Map.of());
  }

  private Map<String, String> settings(
      JobFile job, Map<String, String> settings, Map<String, String> defaults) throws IOException {
    for (String name :
        new String[] {
          "org/apache/spark/sql/hive/HiveSessionStateBuilder.class",
          "org/apache/hadoop/hive/conf/HiveConf.class"
        }) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "");
    }
    try (URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return TableCatalog.settings(job, settings, defaults::get, classes);
    }
  }

  @Test
  void asksForHiveWhereASectionNamesATable() throws IOException {
    assertThat(settings(job("table: shop.rows", ""), Map.of())).isEqualTo(HIVE);
    assertThat(settings(job("table: rows", ""), Map.of("spark.a", "b")))
        .containsAllEntriesOf(HIVE)
        .containsEntry("spark.a", "b");
    assertThat(settings(job("path: in", "evaluate: {data: {table: shop.rows}}"), Map.of()))
        .isEqualTo(HIVE);
    assertThat(settings(job("path: in", "score: {output: {table: shop.rows}}"), Map.of()))
        .isEqualTo(HIVE);
    assertThat(
            settings(
                job("path: in", "score: {data: {table: shop.rows}, output: {path: out}}"),
                Map.of()))
        .isEqualTo(HIVE);
    assertThat(settings(job("path: in", "score: {output: {path: out}}"), Map.of())).isEmpty();
  }

  @Test
  void leavesTheUsersWord() throws IOException {
    JobFile job = job("table: shop.rows", "");
    Map<String, String> inMemory = Map.of("spark.sql.catalogImplementation", "in-memory");
    assertThat(settings(job, inMemory)).isEqualTo(inMemory);
    assertThat(settings(job, Map.of(), inMemory)).isEmpty();
  }

  @Test
  void asksForNoHiveForTablesOfOtherCatalogs() throws IOException {
    Map<String, String> lake = Map.of("spark.sql.catalog.lake", "a.Catalog");
    assertThat(settings(job("table: lake.shop.rows", ""), Map.of(), lake)).isEmpty();
    assertThat(settings(job("table: '`lake`.shop.rows'", ""), lake)).isEqualTo(lake);
    assertThat(settings(job("table: lake", ""), Map.of(), lake)).isEqualTo(HIVE);
    assertThat(settings(job("table: spark_catalog.shop.rows", ""), Map.of(), lake)).isEqualTo(HIVE);
    Map<String, String> byDefault = Map.of("spark.sql.defaultCatalog", "lake");
    assertThat(settings(job("table: shop.rows", ""), Map.of(), byDefault)).isEmpty();
  }

  @Test
  void asksForNothingThatSparkHasNot() throws IOException {
    JobFile job = job("table: shop.rows", "");
    try (URLClassLoader none = new URLClassLoader(new URL[0], null)) {
      assertThat(TableCatalog.settings(job, Map.of(), key -> null, none)).isEmpty();
    }
  }
}
