package io.github.sparknn.jobs;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** What a command found out, as a table of names and values. */
final class Results {
  private static final int NAME_WIDTH = 20;
  private static final int VALUE_WIDTH = 100;

  private final Map<String, String> values = new LinkedHashMap<>();

  Results add(String name, String value) {
    values.put(name, value);
    return this;
  }

  Results add(String name, long value) {
    return add(name, String.format(Locale.ROOT, "%,d", value));
  }

  /** Four decimals. */
  Results add(String name, double value) {
    return add(name, String.format(Locale.ROOT, "%.4f", value));
  }

  /** A duration. */
  Results addSeconds(double seconds) {
    return add("seconds", String.format(Locale.ROOT, "%.1f", seconds));
  }

  void print(PrintWriter out) {
    TextTable table =
        TextTable.forColumns(
            new ColorScheme.Builder(Ansi.OFF).build(),
            new Column(NAME_WIDTH, 0, Overflow.SPAN),
            new Column(VALUE_WIDTH, 2, Overflow.WRAP));
    values.forEach(table::addRowValues);
    out.print(table);
    out.flush();
  }
}
