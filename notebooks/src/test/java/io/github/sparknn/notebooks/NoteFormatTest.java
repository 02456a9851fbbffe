package io.github.sparknn.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparknn.notebooks.Note.Paragraph;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notes have the fields that Zeppelin 0.9 to 0.12 write, and nothing of a run in them. */
class NoteFormatTest {
  private static final Set<String> NOTE_FIELDS =
      Set.of(
          "paragraphs",
          "name",
          "id",
          "defaultInterpreterGroup",
          "version",
          "noteParams",
          "noteForms",
          "angularObjects",
          "config",
          "info");

  private static final Set<String> PARAGRAPH_FIELDS =
      Set.of(
          "title",
          "text",
          "user",
          "dateUpdated",
          "progress",
          "config",
          "settings",
          "apps",
          "runtimeInfos",
          "progressUpdateIntervalMs",
          "jobName",
          "id",
          "dateCreated",
          "status");

  private static final Map<String, String> EDITORS =
      Map.of(
          "md", "ace/mode/markdown",
          "spark", "ace/mode/scala",
          "spark.conf", "ace/mode/text",
          "spark.sql", "ace/mode/sql");

  static List<Note> notes() {
    return Note.all();
  }

  @Test
  void thereAreFive() {
    assertThat(Note.all()).hasSize(5);
    assertThat(Note.all().stream().map(note -> note.json().path("id").asText()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("notes")
  void aNoteHasZeppelinsFields(Note note) {
    JsonNode json = note.json();

    assertThat(fields(json)).isEqualTo(NOTE_FIELDS);
    assertThat(json.path("name").asText()).isNotBlank().doesNotContain("/");
    // Zeppelin's ids have no letters that are taken for digits.
    assertThat(json.path("id").asText()).matches("2[1-9A-HJ-NP-Z]{8}");
    assertThat(note.fileName()).endsWith("_" + json.path("id").asText() + ".zpln");
    assertThat(json.path("defaultInterpreterGroup").asText()).isEqualTo("spark");
    assertThat(json.path("version").asText()).isEqualTo("0.12.0");
    assertThat(json.path("paragraphs").isArray()).isTrue();
    for (String object : List.of("noteParams", "noteForms", "angularObjects", "config", "info")) {
      assertThat(json.path(object).isObject()).as(object).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("notes")
  void paragraphsHaveZeppelinsFieldsAndNoResults(Note note) {
    List<String> ids = new ArrayList<>();
    for (JsonNode json : note.json().path("paragraphs")) {
      Paragraph paragraph = Paragraph.of(json);

      assertThat(fields(json)).isEqualTo(PARAGRAPH_FIELDS);
      assertThat(json.path("status").asText()).isEqualTo("READY");
      assertThat(json.path("dateCreated").asText())
          .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}");
      assertThat(json.path("config").path("editorMode").asText())
          .isEqualTo(EDITORS.get(paragraph.interpreter()));
      assertThat(json.path("config").path("title").asBoolean())
          .isEqualTo(!paragraph.title().isEmpty());
      assertThat(json.path("config").path("editorHide").asBoolean())
          .isEqualTo(paragraph.interpreter().equals("md"));
      assertThat(json.path("settings").path("params").isObject()).isTrue();
      assertThat(json.path("settings").path("forms").isObject()).isTrue();
      ids.add(json.path("id").asText());
      ids.add(json.path("jobName").asText());
    }
    assertThat(ids).doesNotHaveDuplicates().noneMatch(String::isEmpty);
  }

  /** The graphs that Zeppelin is to draw name columns by their places. */
  @ParameterizedTest
  @MethodSource("notes")
  void graphsNameAKeyAndValues(Note note) {
    for (JsonNode json : note.json().path("paragraphs")) {
      for (JsonNode result : json.path("config").path("results")) {
        JsonNode graph = result.path("graph");
        assertThat(graph.path("mode").asText()).isIn("multiBarChart", "lineChart");
        assertThat(graph.path("keys")).hasSize(1);
        assertThat(graph.path("values")).isNotEmpty();
        assertThat(graph.path("values")).allMatch(value -> value.path("index").asInt() > 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("notes")
  void jarsAndPlacesComeFirst(Note note) throws IOException {
    List<String> interpreters = note.paragraphs().stream().map(Paragraph::interpreter).toList();
    assertThat(interpreters.subList(0, 4)).containsExactly("md", "md", "spark.conf", "spark");
    assertThat(interpreters).containsOnlyOnce("spark.conf");

    // As Zeppelin's ConfInterpreter reads them.
    Properties properties = new Properties();
    properties.load(new StringReader(note.paragraphs().get(2).body()));
    assertThat(properties.stringPropertyNames())
        .containsExactlyInAnyOrder(
            "SPARK_HOME", "SPARKNN_HOME", "spark.jars", "spark.driver.memory");
    assertThat(properties.getProperty("spark.jars"))
        .isEqualTo(
            properties.getProperty("SPARKNN_HOME") + "/spark-jobs/all/target/sparknn-all.jar");
  }

  private static Set<String> fields(JsonNode json) {
    Set<String> names = new HashSet<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
