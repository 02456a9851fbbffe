package io.github.sparknn.training.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML that is well-formed XML too. All text and attribute values are escaped, characters
 * that XML does not know are replaced by U+FFFD. Not thread-safe.
 */
public final class Markup {
  private static final Pattern NO_XML =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]");

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private Markup() {
    xml = made(() -> XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text));
  }

  /** A piece of a page, for what {@code content} writes. */
  public static Markup fragment(Consumer<Markup> content) {
    Markup markup = new Markup();
    content.accept(markup);
    return markup;
  }

  /**
   * A page with the style of the training reports, light or dark as the reader prefers, that needs
   * nothing else.
   *
   * @param body writes what the page shows
   */
  public static Markup page(String title, Consumer<Markup> body) {
    Markup markup = new Markup();
    markup.text.write("<!DOCTYPE html>\n");
    return markup.element(
        "html",
        html -> {
          html.element("head", head -> writeHead(head, title));
          html.element("body", body);
        },
        "lang",
        "en");
  }

  private static void writeHead(Markup head, String title) {
    head.empty("meta", "charset", "utf-8");
    head.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    head.element("title", title);
    head.element("style", styleSheet());
  }

  private static String styleSheet() {
    try (InputStream css = Markup.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An element with attributes (name, value, name, value, ...) and what {@code content} writes. */
  public Markup element(String name, Consumer<Markup> content, String... attributes) {
    return write(
        () -> {
          xml.writeStartElement(name);
          writeAttributes(attributes);
          content.accept(this);
          xml.writeEndElement();
        });
  }

  /** An element with text. */
  public Markup element(String name, String content, String... attributes) {
    return element(name, inner -> inner.text(content), attributes);
  }

  /** An element that has no content by its nature, such as {@code meta}. */
  public Markup empty(String name, String... attributes) {
    return write(
        () -> {
          xml.writeEmptyElement(name);
          writeAttributes(attributes);
        });
  }

  /** Text. */
  public Markup text(String content) {
    return write(() -> xml.writeCharacters(clean(content)));
  }

  private void writeAttributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], clean(attributes[i + 1]));
    }
  }

  private static String clean(String content) {
    return NO_XML.matcher(content).replaceAll("\ufffd");
  }

  private Markup write(Writing writing) {
    return made(
        () -> {
          writing.run();
          return this;
        });
  }

  private static <T> T made(Making<T> making) {
    try {
      return making.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Cannot write the page: " + e.getMessage(), e);
    }
  }

  /** All that was written. */
  @Override
  public String toString() {
    return made(
        () -> {
          xml.writeEndDocument();
          xml.flush();
          return text.toString();
        });
  }

  private interface Writing {
    void run() throws XMLStreamException;
  }

  private interface Making<T> {
    T run() throws XMLStreamException;
  }
}
