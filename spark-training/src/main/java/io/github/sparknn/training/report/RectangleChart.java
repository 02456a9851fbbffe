package io.github.sparknn.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rectangles over two axes of numbers: the bars of a histogram, the cells of a heat map. */
public final class RectangleChart {
  private final String title;
  private final String unit;
  private final Axis x;
  private final Axis y;
  private final List<Rectangle> rectangles = new ArrayList<>();
  private boolean hasDiagonal;

  /**
   * One rectangle, in the units of the axes.
   *
   * @param strength of its colour, from 0 to 1
   * @param text what it tells when pointed at
   */
  private record Rectangle(
      double left, double right, double bottom, double top, double strength, String text) {}

  /**
   * An empty chart.
   *
   * @param unit of the horizontal axis
   */
  public RectangleChart(String title, String unit, Axis x, Axis y) {
    this.title = title;
    this.unit = unit;
    this.x = x;
    this.y = y;
  }

  /** Adds a bar that stands on the lower end of the vertical axis. */
  public RectangleChart bar(double left, double right, double height, String text) {
    rectangles.add(new Rectangle(left, right, y.low(), height, 1, text));
    return this;
  }

  /**
   * Adds a square cell.
   *
   * @param strength of its colour, from 0 to 1
   */
  public RectangleChart cell(
      double left, double bottom, double size, double strength, String text) {
    rectangles.add(new Rectangle(left, left + size, bottom, bottom + size, strength, text));
    return this;
  }

  /** Adds a dashed line where both axes have the same value; both must have the same ends. */
  public RectangleChart diagonal() {
    hasDiagonal = true;
    return this;
  }

  /** Writes the chart into a page. */
  public void write(Markup page) {
    new Plot(title, List.of(), y, Plot.labels(x), unit)
        .write(
            page,
            svg -> {
              rectangles.forEach(rectangle -> draw(svg, rectangle));
              if (hasDiagonal) {
                svg.element("path", "", "class", "line mark", "d", "M0 1000L1000 0");
              }
            });
  }

  private void draw(Markup svg, Rectangle of) {
    svg.element(
        "path",
        path -> path.element("title", of.text),
        "class",
        "cell",
        "fill-opacity",
        String.format(Locale.ROOT, "%.3f", of.strength),
        "d",
        String.format(
            "M%s %sH%sV%sH%sz",
            Plot.across(x.position(of.left)),
            Plot.down(y.position(of.bottom)),
            Plot.across(x.position(of.right)),
            Plot.down(y.position(of.top)),
            Plot.across(x.position(of.left))));
  }
}
