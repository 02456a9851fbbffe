package io.github.sparknn.training.report;

import java.util.ArrayList;
import java.util.List;

/** Curves over a common axis of numbers. */
final class LineChart {
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

  LineChart(String title, String unit, Axis x, Axis y) {
    this.title = title;
    this.unit = unit;
    this.x = x;
    this.y = y;
  }

  LineChart curve(String name, String style, double[] across, double[] up) {
    curves.add(new Curve(name, style, across, up));
    return this;
  }

  /** A dashed line at a value of the horizontal axis. */
  LineChart vertical(String name, double value) {
    return curve(name, "mark", new double[] {value, value}, new double[] {y.low(), y.high()});
  }

  /** A dashed line at a value of the vertical axis. */
  LineChart horizontal(String name, double value) {
    return curve(name, "mark", new double[] {x.low(), x.high()}, new double[] {value, value});
  }

  void write(Markup page) {
    List<Plot.Key> legend =
        curves.stream().map(curve -> new Plot.Key(curve.name, curve.style)).toList();
    List<Plot.Label> labels =
        x.ticks().stream().map(tick -> new Plot.Label(x.position(tick), x.label(tick))).toList();
    new Plot(title, legend, y, labels, unit).write(page, svg -> curves.forEach(c -> draw(svg, c)));
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
