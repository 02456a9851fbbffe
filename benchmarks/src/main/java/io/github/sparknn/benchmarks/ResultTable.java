package io.github.sparknn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Results as text: a line per contender, a column per figure or ratio; "-" where there is none,
 * "not finite" where it is infinite.
 */
final class ResultTable {
  private static final String NONE = "-";

  private record Column(String heading, BiFunction<Result, List<Result>, String> cell) {}

  private final List<Column> columns = new ArrayList<>();

  ResultTable() {
    columns.add(new Column("", (result, all) -> result.name()));
  }

  /** Adds a column with a figure's median. */
  ResultTable figure(String figure, String format) {
    return figure(figure, figure, format);
  }

  /** Adds a column with a figure's median under another heading. */
  ResultTable figure(String heading, String figure, String format) {
    return add(heading, (result, all) -> format(format, result.median(figure)));
  }

  /** Adds a column with a figure's median and one with its smallest and greatest value. */
  ResultTable figureWithRange(String figure, String format) {
    figure(figure, format);
    return add(
        "(least-greatest)",
        (result, all) -> {
          String least = format(format, result.least(figure));
          return least.equals(NONE)
              ? NONE
              : "(" + least + "-" + format(format, result.greatest(figure)) + ")";
        });
  }

  /**
   * Adds a column with the ratio of a figure's median to the baseline's.
   *
   * @param baseline from a contender's name to its baseline's; null for none
   */
  ResultTable ratio(String heading, String figure, UnaryOperator<String> baseline) {
    return add(
        heading,
        (result, all) -> {
          String name = baseline.apply(result.name());
          return name == null
              ? NONE
              : format("%.2fx", result.median(figure) / Result.named(all, name).median(figure));
        });
  }

  /**
   * Adds a column with the ratio of a figure's median to the greatest one of some contenders.
   *
   * @param baselines whether a contender of that name is one of them
   */
  ResultTable ratioToBest(String heading, String figure, Predicate<String> baselines) {
    return add(
        heading,
        (result, all) ->
            format(
                "%.2fx",
                result.median(figure)
                    / all.stream()
                        .filter(other -> baselines.test(other.name()))
                        .mapToDouble(other -> other.median(figure))
                        .max()
                        .orElse(Double.NaN)));
  }

  private ResultTable add(String heading, BiFunction<Result, List<Result>, String> cell) {
    columns.add(new Column(heading, cell));
    return this;
  }

  private static String format(String format, double value) {
    if (Double.isInfinite(value)) {
      return "not finite";
    }
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
  }

  /** The first column aligned to the left, the others to the right. */
  String text(List<Result> results) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::heading).toList());
    for (Result result : results) {
      lines.add(columns.stream().map(column -> column.cell().apply(result, results)).toList());
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        int column = i;
        int width = lines.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        String padding = " ".repeat(width - line.get(i).length());
        text.append(i == 0 ? line.get(i) + padding : "  " + padding + line.get(i));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
