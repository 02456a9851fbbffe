package io.github.sparknn.training.report;

import java.util.ArrayList;
import java.util.List;

/** Curves over a common axis of numbers. */
public final class LineChart {
  /** Up to as many points of a curve are marked, each with its value to read. */
  private static final int MARKED = 60;

  private final String title;
  private final String unit;
  private final Axis x;
  private final Axis y;
  private final List<Curve> curves = new ArrayList<>();

  /**
   * A curve; points that are not finite leave a gap.
   *
   * @param style class of the style sheet
   */
  private record Curve(String name, String style, double[] x, double[] y) {
    boolean isMarked() {
      return style.startsWith("series") && x.length <= MARKED;
    }
  }

  /**
   * A chart without curves.
   *
   * @param unit of the horizontal axis
   */
  public LineChart(String title, String unit, Axis x, Axis y) {
    this.title = title;
    this.unit = unit;
    this.x = x;
    this.y = y;
  }

  /**
   * Adds a curve; points that are not finite leave a gap.
   *
   * @param style class of the style sheet: {@code series1}, {@code series2} (a short one with its
   *     points marked), {@code class1} to {@code class6}, {@code faint}
   */
  public LineChart curve(String name, String style, double[] across, double[] up) {
    curves.add(new Curve(name, style, across, up));
    return this;
  }

  /** A dashed line at a value of the horizontal axis. */
  public LineChart vertical(String name, double value) {
    return line(name, value, y.low(), value, y.high());
  }

  /** A dashed line at a value of the vertical axis. */
  public LineChart horizontal(String name, double value) {
    return line(name, x.low(), value, x.high(), value);
  }

  /** Adds a dashed line between two points. */
  public LineChart line(String name, double x1, double y1, double x2, double y2) {
    return curve(name, "mark", new double[] {x1, x2}, new double[] {y1, y2});
  }

  /** Writes the chart into a page. */
  public void write(Markup page) {
    List<Plot.Key> legend =
        curves.stream().map(curve -> new Plot.Key(curve.name, curve.style)).toList();
    new Plot(title, legend, y, Plot.labels(x), unit)
        .write(page, svg -> curves.forEach(c -> draw(svg, c)));
  }

  private void draw(Markup svg, Curve curve) {
    svg.element("path", "", "class", "line " + curve.style, "d", path(curve));
    if (curve.isMarked()) {
      for (int i = 0; i < curve.x.length; i++) {
        if (Double.isFinite(curve.y[i])) {
          drawPoint(svg, curve, i);
        }
      }
    }
  }

  /** A line of no length with round ends is a dot that no stretching makes an ellipse. */
  private void drawPoint(Markup svg, Curve curve, int i) {
    String value =
        x.label(curve.x[i]) + ": " + Quantities.significant(curve.y[i]) + " " + curve.name;
    svg.element(
        "path",
        point -> point.element("title", value),
        "class",
        "point " + curve.style,
        "d",
        "M" + place(curve, i) + "h0");
  }

  private String path(Curve curve) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < curve.x.length; i++) {
      boolean finite = Double.isFinite(curve.y[i]);
      if (finite) {
        path.append(drawing ? 'L' : 'M').append(place(curve, i));
      }
      drawing = finite;
    }
    return path.toString();
  }

  private String place(Curve curve, int i) {
    return Plot.across(x.position(curve.x[i])) + " " + Plot.down(y.position(curve.y[i]));
  }
}
