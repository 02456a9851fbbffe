package io.github.sparknn.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a paragraph printed, cut as Zeppelin's InterpreterOutput cuts it: at names of display
 * systems at the beginning of a line.
 */
record NoteOutput(String text) {
  private static final Pattern DISPLAY = Pattern.compile("(?m)^%(text|html|table)[ \\t\\n]");

  /** All that the display system of that name shows. */
  private List<String> shown(String display) {
    List<String> shown = new ArrayList<>();
    Matcher next = DISPLAY.matcher(text);
    String type = "text";
    int begin = 0;
    while (next.find()) {
      add(shown, display, type, text.substring(begin, next.start()));
      type = next.group(1);
      begin = next.end();
    }
    add(shown, display, type, text.substring(begin));
    return shown;
  }

  private static void add(List<String> shown, String display, String type, String part) {
    if (type.equals(display) && !part.isBlank()) {
      shown.add(part.strip());
    }
  }

  /** The text, without what is drawn. */
  String plain() {
    return String.join("\n", shown("text"));
  }

  /** The HTML, of which there must be one piece. */
  String html() {
    return only("html");
  }

  /** The rows of the table, of which there must be one, without its header. */
  List<String[]> rows() {
    return only("table").lines().skip(1).map(line -> line.split("\t", -1)).toList();
  }

  private String only(String display) {
    List<String> shown = shown(display);
    if (shown.size() != 1) {
      throw new AssertionError(shown.size() + " times %" + display + " in\n" + text);
    }
    return shown.get(0);
  }

  /** The number after a name in the text. */
  double number(String name) {
    Matcher found = Pattern.compile(Pattern.quote(name) + " (-?[\\d.]*\\d)").matcher(plain());
    if (!found.find()) {
      throw new AssertionError("no '" + name + "' in\n" + plain());
    }
    return Double.parseDouble(found.group(1));
  }
}
