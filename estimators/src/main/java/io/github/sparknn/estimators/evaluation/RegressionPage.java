package io.github.sparknn.estimators.evaluation;

import io.github.sparknn.training.report.Axis;
import io.github.sparknn.training.report.Markup;
import io.github.sparknn.training.report.PageParts;
import io.github.sparknn.training.report.Quantities;
import io.github.sparknn.training.report.RectangleChart;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A regression's evaluation as a section of a page. */
final class RegressionPage {
  private final RegressionEvaluation evaluation;

  RegressionPage(RegressionEvaluation evaluation) {
    this.evaluation = evaluation;
  }

  void write(Markup page, String heading) {
    PageParts.section(
        page,
        heading,
        section -> {
          EvaluationTiles.writeRows(section, evaluation);
          PageParts.tiles(section, this::writeTiles);
          if (!evaluation.predictions().isEmpty()) {
            PageParts.pair(section, List.of(this::writePredictions, this::writeResiduals));
            section.element("p", note(), "class", "note");
          }
        });
  }

  private void writeTiles(Markup tiles) {
    tile(tiles, "RMSE", evaluation.rootMeanSquaredError(), "root of the mean squared error");
    tile(tiles, "MAE", evaluation.meanAbsoluteError(), "mean absolute error");
    tile(tiles, "Mean error", evaluation.meanError(), "prediction - label: the bias");
    PageParts.tile(tiles, "R²", Quantities.decimals(evaluation.r2()), "of the labels' variance");
  }

  private static void tile(Markup tiles, String name, double value, String note) {
    PageParts.tile(tiles, name, Quantities.significant(value), note);
  }

  private void writePredictions(Markup page) {
    List<PredictionCell> cells = evaluation.predictions();
    double size = cells.get(0).size();
    double low = Math.min(least(PredictionCell::label), least(PredictionCell::prediction));
    double high = size - Math.min(least(cell -> -cell.label()), least(cell -> -cell.prediction()));
    double most = cells.stream().mapToDouble(PredictionCell::weight).max().orElseThrow();
    Axis axis = Axis.between(low, high);
    RectangleChart chart = new RectangleChart("Prediction by label", "label", axis, axis);
    for (PredictionCell cell : cells) {
      chart.cell(
          cell.label(),
          cell.prediction(),
          size,
          Math.max(0.08, Math.sqrt(cell.weight() / most)),
          "label from %s, prediction from %s: %s"
              .formatted(
                  Quantities.significant(cell.label()),
                  Quantities.significant(cell.prediction()),
                  EvaluationTiles.weight(cell.weight())));
    }
    chart.diagonal().write(page);
  }

  private double least(ToDoubleFunction<PredictionCell> side) {
    return evaluation.predictions().stream().mapToDouble(side).min().orElseThrow();
  }

  private void writeResiduals(Markup page) {
    List<ResidualBin> bins = evaluation.residuals();
    Axis x = Axis.between(bins.get(0).low(), bins.get(bins.size() - 1).high());
    Axis y = Axis.fromZero(bins.stream().mapToDouble(ResidualBin::weight).toArray());
    RectangleChart chart =
        new RectangleChart("Residuals: rows by prediction - label", "prediction - label", x, y);
    for (ResidualBin bin : bins) {
      chart.bar(
          bin.low(),
          bin.high(),
          bin.weight(),
          "%s to %s: %s"
              .formatted(
                  Quantities.significant(bin.low()),
                  Quantities.significant(bin.high()),
                  EvaluationTiles.weight(bin.weight())));
    }
    chart.write(page);
  }

  private String note() {
    double shown = evaluation.predictions().stream().mapToDouble(PredictionCell::weight).sum();
    double residuals = evaluation.residuals().stream().mapToDouble(ResidualBin::weight).sum();
    return ("Rows counted in %s cells; the darker, the more (by the root). %s of the weight lies in"
            + " the left picture, %s in the right one: what is farthest out is not drawn.")
        .formatted(
            Quantities.count(evaluation.predictions().size()),
            Quantities.exactPercent(shown / evaluation.weight()),
            Quantities.exactPercent(residuals / evaluation.weight()));
  }
}
