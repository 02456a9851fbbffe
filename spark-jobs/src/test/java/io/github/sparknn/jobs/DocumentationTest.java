package io.github.sparknn.jobs;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of files, headings and messages is so. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern MESSAGE = Pattern.compile("(?m)^### `(.*)`$");

  @Test
  void linksLeadToFilesAndHeadings() {
    List<String> broken =
        documents().stream()
            .flatMap(
                document ->
                    matches(LINK, read(document))
                        .filter(not(link -> link.contains("://")))
                        .filter(link -> !leadsSomewhere(document, link))
                        .map(link -> ROOT.relativize(document) + ": " + link))
            .toList();
    assertThat(documents()).hasSizeGreaterThan(15);
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path document, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
    return Files.exists(target)
        && (parts.length == 1
            || matches(HEADING, read(target)).anyMatch(h -> anchor(h).equals(parts[1])));
  }

  /** As GitHub makes it of a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  /** Every piece of a message, between what stands for names and numbers, is in the sources. */
  @Test
  void messagesAreThoseOfTheSources() {
    String sources = sources();
    List<String> messages =
        matches(MESSAGE, read(ROOT.resolve("docs/troubleshooting.md"))).toList();
    assertThat(messages).hasSizeGreaterThan(10);
    List<String> unknown =
        messages.stream()
            .flatMap(message -> Stream.of(message.split("…")))
            .filter(not(sources::contains))
            .toList();
    assertThat(unknown).isEmpty();
  }

  /** All modules' main sources, strings that were cut for the line's sake put together. */
  private static String sources() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .map(DocumentationTest::read)
          .collect(Collectors.joining())
          .replaceAll("\"\\s*\\+\\s*\"", "")
          .replace("\\\"", "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> documents() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream<Path> others =
          Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "benchmarks/README.md")
              .map(ROOT::resolve);
      return Stream.concat(others, docs.filter(file -> file.toString().endsWith(".md"))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
