package io.github.sparknn.training.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The frame of a chart. What is drawn is SVG stretched to the room that the page has; titles,
 * legend and labels are HTML around it, which keeps the size of the reader's text at any width. All
 * colours are the style sheet's.
 *
 * @param title what the chart shows, with the unit
 * @param legend what the colours mean
 * @param y the vertical axis
 * @param x labels of the horizontal axis, ascending
 * @param unit of the horizontal axis
 */
record Plot(String title, List<Key> legend, Axis y, List<Label> x, String unit) {
  private static final double SIZE = 1000;

  /**
   * An entry of the legend.
   *
   * @param style class of the style sheet that gives the colour
   */
  record Key(String name, String style) {}

  /**
   * A label of the horizontal axis.
   *
   * @param position from 0, left, to 1, right
   */
  record Label(double position, String text) {}

  /** The chart, with what {@code drawing} adds to the SVG of {@link #across} by {@link #down}. */
  void write(Markup page, Consumer<Markup> drawing) {
    page.element(
        "figure",
        figure -> {
          figure.element("figcaption", title);
          writeLegend(figure, legend);
          figure.element(
              "div",
              plot -> {
                plot.element("div", this::writeVerticalLabels, "class", "y");
                plot.element(
                    "svg",
                    svg -> {
                      y.ticks().forEach(tick -> writeGridLine(svg, tick));
                      drawing.accept(svg);
                    },
                    "viewBox",
                    "0 0 1000 1000",
                    "preserveAspectRatio",
                    "none",
                    "role",
                    "img",
                    "aria-label",
                    title);
                plot.element("div", this::writeHorizontalLabels, "class", "x");
              },
              "class",
              "plot");
          figure.element("div", unit, "class", "unit");
        });
  }

  /** A list of names with their colours; nothing when there are none. */
  static void writeLegend(Markup page, List<Key> legend) {
    if (legend.isEmpty()) {
      return;
    }
    page.element(
        "ul",
        list -> legend.forEach(key -> list.element("li", item -> writeKey(item, key))),
        "class",
        "legend");
  }

  /** A name with its colour. */
  static void writeKey(Markup page, Key key) {
    page.element("i", "", "class", "key " + key.style()).text(key.name());
  }

  /** The ticks of a horizontal axis of numbers. */
  static List<Label> labels(Axis x) {
    return x.ticks().stream().map(tick -> new Label(x.position(tick), x.label(tick))).toList();
  }

  private void writeVerticalLabels(Markup labels) {
    for (double tick : y.ticks()) {
      labels.element("span", y.label(tick), "style", "bottom:" + percent(y.position(tick)));
    }
  }

  private void writeHorizontalLabels(Markup labels) {
    x.forEach(
        label ->
            labels.element("span", label.text(), "style", "left:" + percent(label.position())));
  }

  private void writeGridLine(Markup svg, double tick) {
    svg.element("path", "", "class", "grid", "d", "M0 " + down(y.position(tick)) + "H1000");
  }

  /** The SVG's coordinate of a position from 0, left, to 1, right. */
  static String across(double position) {
    double tenths = Math.round(SIZE * 10 * position) / 10.0;
    return tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths);
  }

  /** The SVG's coordinate of a position from 0, bottom, to 1, top. */
  static String down(double position) {
    return across(1 - position);
  }

  /** A position as a length of the style sheet. */
  static String percent(double position) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * position);
  }
}
