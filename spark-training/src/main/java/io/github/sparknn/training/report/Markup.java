package io.github.sparknn.training.report;

import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML that is well-formed XML too. All text and attribute values are escaped, characters
 * that XML does not know are replaced.
 */
final class Markup {
  private static final Pattern NO_XML =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]");

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  Markup() {
    xml = made(() -> XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text));
    text.write("<!DOCTYPE html>\n");
  }

  /** An element with attributes (name, value, name, value, ...) and what {@code content} writes. */
  Markup element(String name, Consumer<Markup> content, String... attributes) {
    return write(
        () -> {
          xml.writeStartElement(name);
          writeAttributes(attributes);
          content.accept(this);
          xml.writeEndElement();
        });
  }

  /** An element with text. */
  Markup element(String name, String content, String... attributes) {
    return element(name, inner -> inner.text(content), attributes);
  }

  /** An element that has no content by its nature, such as {@code meta}. */
  Markup empty(String name, String... attributes) {
    return write(
        () -> {
          xml.writeEmptyElement(name);
          writeAttributes(attributes);
        });
  }

  /** Text. */
  Markup text(String content) {
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

  /** The whole document. */
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
