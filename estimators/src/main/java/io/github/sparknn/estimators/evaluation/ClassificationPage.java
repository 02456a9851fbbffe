package io.github.sparknn.estimators.evaluation;

import io.github.sparknn.training.report.Axis;
import io.github.sparknn.training.report.LineChart;
import io.github.sparknn.training.report.Markup;
import io.github.sparknn.training.report.PageParts;
import io.github.sparknn.training.report.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** A classification's evaluation as a section of a page. */
final class ClassificationPage {
  private static final int MOST_ROWS = 100;

  /** A matrix of so many stands beside a chart. */
  private static final int FEW_CLASSES = 12;

  private static final Axis SHARE = Axis.fromZero(1);

  private final ClassificationEvaluation evaluation;
  private final boolean isBinary;

  ClassificationPage(ClassificationEvaluation evaluation) {
    this.evaluation = evaluation;
    isBinary = evaluation.classes().size() == 2;
  }

  void write(Markup page, String heading) {
    PageParts.section(
        page,
        heading,
        section -> {
          EvaluationTiles.writeRows(section, evaluation);
          PageParts.tiles(section, this::writeTiles);
          writePictures(section);
          writeClasses(section);
        });
  }

  private boolean hasProbabilities() {
    return evaluation.scoreBins() > 0;
  }

  private void writeTiles(Markup tiles) {
    String of =
        isBinary ? "of class " + evaluation.classes().get(1).label() : "mean over the classes";
    PageParts.tile(
        tiles, "Accuracy", Quantities.exactPercent(evaluation.accuracy()), "of the predictions");
    tile(tiles, "Balanced accuracy", evaluation.balancedAccuracy(), "mean recall of the classes");
    tile(tiles, "F1", evaluation.macroF1(), "mean over the classes");
    if (hasProbabilities()) {
      tile(tiles, "Area under ROC", evaluation.areaUnderRoc(), of);
      tile(tiles, "Area under PR", evaluation.areaUnderPr(), of);
      tile(tiles, "Log loss", evaluation.logLoss(), "of the labels' probabilities");
      tile(tiles, "Calibration error", evaluation.calibrationError(), "expected, in ten bins");
    }
  }

  private static void tile(Markup tiles, String name, double value, String note) {
    PageParts.tile(tiles, name, Quantities.decimals(value), note);
  }

  private void writePictures(Markup section) {
    List<Consumer<Markup>> charts = new ArrayList<>();
    if (!evaluation.curves().isEmpty()) {
      charts.add(this::writeRoc);
      charts.add(this::writePrecision);
    }
    if (hasProbabilities()) {
      charts.add(this::writeCalibration);
    }
    boolean isSmall = evaluation.classes().size() <= FEW_CLASSES;
    if (isSmall) {
      charts.add(this::writeConfusion);
    }
    PageParts.pair(section, charts);
    if (!isSmall) {
      writeConfusion(section);
    }
    section.element("p", note(), "class", "note");
  }

  private void writeConfusion(Markup page) {
    page.element(
        "figure",
        figure -> {
          figure.element("figcaption", "Confusion matrix");
          ConfusionTable.write(figure, evaluation);
        });
  }

  private void writeRoc(Markup page) {
    LineChart chart =
        new LineChart(
            "ROC: true positive rate over false positive rate",
            "false positive rate",
            SHARE,
            SHARE);
    draw(chart, CurvePoint::falsePositiveRate, CurvePoint::truePositiveRate);
    chart.line("chance", 0, 0, 1, 1).write(page);
  }

  private void writePrecision(Markup page) {
    LineChart chart = new LineChart("Precision over recall", "recall", SHARE, SHARE);
    draw(chart, CurvePoint::truePositiveRate, CurvePoint::precision);
    chart.write(page);
  }

  private void draw(
      LineChart chart, ToDoubleFunction<CurvePoint> across, ToDoubleFunction<CurvePoint> up) {
    List<ClassCurve> curves = evaluation.curves();
    for (int i = 0; i < curves.size(); i++) {
      List<CurvePoint> points = curves.get(i).points();
      chart.curve(
          "class " + curves.get(i).label(),
          "class" + (i + 1),
          points.stream().mapToDouble(across).toArray(),
          points.stream().mapToDouble(up).toArray());
    }
  }

  private void writeCalibration(Markup page) {
    List<CalibrationBin> bins =
        evaluation.calibration().stream().filter(bin -> bin.weight() > 0).toList();
    String of = isBinary ? "class " + evaluation.classes().get(1).label() : "the predicted class";
    LineChart chart =
        new LineChart(
            "Calibration: share of right rows over probability",
            "mean probability in a bin",
            SHARE,
            SHARE);
    chart.curve(
        of + (isBinary ? "" : ", in a tenth of the probabilities"),
        "series1",
        bins.stream().mapToDouble(CalibrationBin::probability).toArray(),
        bins.stream().mapToDouble(CalibrationBin::share).toArray());
    chart.line("calibrated", 0, 0, 1, 1).write(page);
  }

  private String note() {
    if (!hasProbabilities()) {
      return "No curves: there are no probabilities.";
    }
    int drawn = evaluation.curves().size();
    String which =
        isBinary
            ? ""
            : "Each class against the rest; drawn: %s of %s, those with the least area. "
                .formatted(drawn, Quantities.count(evaluation.classes().size()));
    return which
        + String.format(
            Locale.ROOT,
            "Scores counted in %s bins of log-odds, which changes the area under ROC by at most"
                + " %.1e; points are drawn half a percent apart.",
            Quantities.count(evaluation.scoreBins()),
            evaluation.areaUnderRocError());
  }

  private void writeClasses(Markup section) {
    List<ClassMetrics> all = evaluation.classes();
    List<ClassMetrics> shown =
        all.size() <= MOST_ROWS
            ? all
            : all.stream()
                .sorted(Comparator.comparingDouble(metrics -> -metrics.weight()))
                .limit(MOST_ROWS)
                .toList();
    String summary =
        all.size() <= MOST_ROWS
            ? "Classes"
            : "The %d of %,d classes with most rows".formatted(MOST_ROWS, all.size());
    List<String> heads =
        new ArrayList<>(List.of("class", "rows", "predicted", "precision", "recall", "F1"));
    if (hasProbabilities()) {
      heads.addAll(List.of("ROC", "PR"));
    }
    PageParts.fold(
        section,
        summary,
        shown.size(),
        details ->
            PageParts.figures(
                details, heads, body -> shown.forEach(metrics -> writeClass(body, metrics))));
  }

  private void writeClass(Markup body, ClassMetrics metrics) {
    body.element(
        "tr",
        row -> {
          row.element("th", metrics.label());
          row.element("td", EvaluationTiles.weight(metrics.weight()));
          row.element("td", EvaluationTiles.weight(metrics.predictedWeight()));
          row.element("td", Quantities.decimals(metrics.precision()));
          row.element("td", Quantities.decimals(metrics.recall()));
          row.element("td", Quantities.decimals(metrics.f1()));
          if (hasProbabilities()) {
            row.element("td", Quantities.decimals(metrics.areaUnderRoc()));
            row.element("td", Quantities.decimals(metrics.areaUnderPr()));
          }
        });
  }
}
