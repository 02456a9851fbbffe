package io.github.sparknn.training.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns side by side, each a stack of seconds spent in phases.
 *
 * @param title what a column is
 * @param unit what a column stands for, such as an epoch
 * @param phases the parts of a column, from the bottom up
 * @param columns from left to right
 */
record ColumnChart(String title, String unit, List<Phase> phases, List<Column> columns) {
  private static final int MOST_COLUMNS = 60;
  private static final int MOST_LABELS = 6;

  /** Widest column, as a share of the chart. */
  private static final double WIDEST = 0.1;

  /**
   * One column.
   *
   * @param first number of the first epoch or round in it
   * @param last number of the last one
   * @param times mean of these
   */
  record Column(int first, int last, RoundTimes times) {
    String label() {
      return first == last ? Integer.toString(first) : first + " to " + last;
    }
  }

  /** Many columns become fewer, each the mean of neighbours. */
  ColumnChart {
    columns = joined(columns);
  }

  private static List<Column> joined(List<Column> all) {
    int each = (all.size() + MOST_COLUMNS - 1) / MOST_COLUMNS;
    if (each <= 1) {
      return List.copyOf(all);
    }
    return IntStream.range(0, (all.size() + each - 1) / each)
        .mapToObj(i -> all.subList(i * each, Math.min(all.size(), (i + 1) * each)))
        .map(ColumnChart::mean)
        .toList();
  }

  private static Column mean(List<Column> columns) {
    RoundTimes sum = columns.stream().map(Column::times).reduce(RoundTimes.ZERO, RoundTimes::plus);
    return new Column(
        columns.get(0).first(),
        columns.get(columns.size() - 1).last(),
        sum.dividedBy(columns.size()));
  }

  void write(Markup page) {
    double[] heights = columns.stream().mapToDouble(column -> sum(column.times())).toArray();
    boolean inMillis = Arrays.stream(heights).max().orElse(0) < 1;
    double scale = inMillis ? 1e3 : 1;
    Axis y = Axis.fromZero(Arrays.stream(heights).map(height -> height * scale).toArray());
    List<Plot.Key> legend =
        phases.stream().map(phase -> new Plot.Key(phase.label(), phase.label())).toList();
    new Plot(title + (inMillis ? ", ms" : ", s"), legend, y, labels(), unit)
        .write(
            page, svg -> IntStream.range(0, columns.size()).forEach(i -> draw(svg, i, y, scale)));
  }

  private double sum(RoundTimes times) {
    return phases.stream().mapToDouble(phase -> phase.seconds(times)).sum();
  }

  private List<Plot.Label> labels() {
    int every = (columns.size() + MOST_LABELS - 1) / MOST_LABELS;
    return IntStream.range(0, columns.size())
        .filter(i -> (i + 1) % every == 0)
        .mapToObj(i -> new Plot.Label(center(i), Integer.toString(columns.get(i).last())))
        .toList();
  }

  private double center(int i) {
    return (i + 0.5) / columns.size();
  }

  private void draw(Markup svg, int i, Axis y, double scale) {
    Column column = columns.get(i);
    double width = Math.min(WIDEST, 0.8 / columns.size());
    double left = center(i) - width / 2;
    svg.element(
        "g",
        group -> {
          group.element("title", unit + " " + column.label() + ": " + told(column.times()));
          double bottom = 0;
          for (Phase phase : phases) {
            double top = bottom + scale * phase.seconds(column.times());
            group.element(
                "path",
                "",
                "class",
                phase.label(),
                "d",
                String.format(
                    "M%s %sH%sV%sH%sz",
                    Plot.across(left),
                    Plot.down(y.position(bottom)),
                    Plot.across(left + width),
                    Plot.down(y.position(top)),
                    Plot.across(left)));
            bottom = top;
          }
        });
  }

  private String told(RoundTimes times) {
    List<String> parts =
        phases.stream()
            .map(phase -> phase.label() + " " + Quantities.duration(phase.seconds(times)))
            .toList();
    return String.join(", ", parts);
  }
}
