package io.github.sparknn.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A Zeppelin note. */
record Note(String fileName, JsonNode json) {
  /** What Zeppelin takes for the interpreter's name, and what it hands to the interpreter. */
  private static final Pattern TEXT = Pattern.compile("%([\\w.]+)\\s+(.*)", Pattern.DOTALL);

  /**
   * A paragraph.
   *
   * @param interpreter such as "spark.sql"
   */
  record Paragraph(String title, String interpreter, String body) {
    static Paragraph of(JsonNode json) {
      Matcher text = TEXT.matcher(json.path("text").asText());
      if (!text.matches()) {
        throw new AssertionError("no interpreter is named in " + json.path("text"));
      }
      return new Paragraph(json.path("title").asText(), text.group(1), text.group(2));
    }
  }

  /** All notes of this folder. */
  static List<Note> all() {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files
          .filter(file -> file.toString().endsWith(".zpln"))
          .sorted()
          .map(Note::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The note whose file's name begins so. */
  static Note named(String name) {
    return all().stream()
        .filter(note -> note.fileName.startsWith(name + "_"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no note " + name));
  }

  private static Note read(Path file) {
    try {
      return new Note(
          file.getFileName().toString(), new ObjectMapper().readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  List<Paragraph> paragraphs() {
    return StreamSupport.stream(json.path("paragraphs").spliterator(), false)
        .map(Paragraph::of)
        .toList();
  }

  @Override
  public String toString() {
    return fileName;
  }
}
