package io.github.sparknn.estimators.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;

/** Evaluations as JSON. The fields' names are a contract, see {@code docs/scoring.md}. */
final class EvaluationJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  /** Classes of the confusion matrix; the others are one. */
  private static final int MOST_CLASSES = 100;

  private EvaluationJson() {}

  static String of(RegressionEvaluation evaluation) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("rows", evaluation.rows());
    root.put("rowsWithoutPrediction", evaluation.rowsWithoutPrediction());
    put(root, "weight", evaluation.weight());
    put(root, "rootMeanSquaredError", evaluation.rootMeanSquaredError());
    put(root, "meanSquaredError", evaluation.meanSquaredError());
    put(root, "meanAbsoluteError", evaluation.meanAbsoluteError());
    put(root, "meanError", evaluation.meanError());
    put(root, "r2", evaluation.r2());
    ArrayNode residuals = root.putArray("residuals");
    for (ResidualBin bin : evaluation.residuals()) {
      ObjectNode object = residuals.addObject();
      put(object, "low", bin.low());
      put(object, "high", bin.high());
      put(object, "weight", bin.weight());
    }
    ArrayNode predictions = root.putArray("predictions");
    for (PredictionCell cell : evaluation.predictions()) {
      ObjectNode object = predictions.addObject();
      put(object, "label", cell.label());
      put(object, "prediction", cell.prediction());
      put(object, "size", cell.size());
      put(object, "weight", cell.weight());
    }
    return text(root);
  }

  static String of(ClassificationEvaluation evaluation) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("rows", evaluation.rows());
    root.put("rowsWithoutPrediction", evaluation.rowsWithoutPrediction());
    put(root, "weight", evaluation.weight());
    put(root, "accuracy", evaluation.accuracy());
    put(root, "balancedAccuracy", evaluation.balancedAccuracy());
    put(root, "logLoss", evaluation.logLoss());
    put(root, "areaUnderRoc", evaluation.areaUnderRoc());
    put(root, "areaUnderRocError", evaluation.areaUnderRocError());
    put(root, "areaUnderPr", evaluation.areaUnderPr());
    ObjectNode macro = root.putObject("macro");
    put(macro, "precision", evaluation.macroPrecision());
    put(macro, "recall", evaluation.macroRecall());
    put(macro, "f1", evaluation.macroF1());
    ObjectNode weighted = root.putObject("weighted");
    put(weighted, "precision", evaluation.weightedPrecision());
    put(weighted, "recall", evaluation.weightedRecall());
    put(weighted, "f1", evaluation.weightedF1());
    ArrayNode classes = root.putArray("classes");
    evaluation.classes().forEach(metrics -> put(classes.addObject(), metrics));
    ConfusionCounts.Matrix confusion = evaluation.confusion(MOST_CLASSES);
    ArrayNode labels = root.putArray("confusionLabels");
    confusion.labels().forEach(labels::add);
    ArrayNode matrix = root.putArray("confusionMatrix");
    for (double[] row : confusion.cells()) {
      ArrayNode cells = matrix.addArray();
      for (double cell : row) {
        cells.add(cell);
      }
    }
    put(root, "calibrationError", evaluation.calibrationError());
    root.set("calibration", calibration(evaluation.calibration()));
    root.put("scoreBins", evaluation.scoreBins());
    ArrayNode curves = root.putArray("curves");
    evaluation.curves().forEach(curve -> put(curves.addObject(), curve));
    return text(root);
  }

  private static void put(ObjectNode node, ClassCurve curve) {
    node.put("label", curve.label());
    ArrayNode points = node.putArray("points");
    for (CurvePoint point : curve.points()) {
      ObjectNode object = points.addObject();
      put(object, "threshold", point.threshold());
      put(object, "falsePositiveRate", point.falsePositiveRate());
      put(object, "truePositiveRate", point.truePositiveRate());
      put(object, "precision", point.precision());
    }
    node.set("calibration", calibration(curve.calibration()));
  }

  private static ArrayNode calibration(List<CalibrationBin> bins) {
    ArrayNode array = JSON.createArrayNode();
    for (CalibrationBin bin : bins) {
      ObjectNode object = array.addObject();
      put(object, "low", bin.low());
      put(object, "high", bin.high());
      put(object, "weight", bin.weight());
      put(object, "probability", bin.probability());
      put(object, "share", bin.share());
    }
    return array;
  }

  private static void put(ObjectNode node, ClassMetrics metrics) {
    node.put("label", metrics.label());
    put(node, "weight", metrics.weight());
    put(node, "precision", metrics.precision());
    put(node, "recall", metrics.recall());
    put(node, "f1", metrics.f1());
    put(node, "areaUnderRoc", metrics.areaUnderRoc());
    put(node, "areaUnderPr", metrics.areaUnderPr());
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static String text(ObjectNode root) {
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
