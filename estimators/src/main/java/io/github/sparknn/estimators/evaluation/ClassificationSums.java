package io.github.sparknn.estimators.evaluation;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** What a classification's metrics are made of. Mergeable, mutable. */
@DefaultSerializer(JavaSerializer.class)
final class ClassificationSums implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PROBABILITIES = 5;
  private static final int MAX_BINS = 1 << 16;
  private static final int MIN_BINS = 1 << 8;
  private static final int ALL_BINS = 1 << 20;

  /** As Spark's: a probability of zero costs 34.5, not infinity. */
  private static final double LEAST_PROBABILITY = 1e-15;

  final RowCounts rows = new RowCounts();
  final ScoreHistogram[] histograms;
  double weight;
  double logLoss;
  String unknownLabel;
  String unknownPrediction;
  final ConfusionCounts confusion;

  /** Of each histogram's class. */
  final CalibrationSums[] calibrations;

  /** Of the most probable class; that of the second class where there are two. */
  final CalibrationSums topCalibration;

  private final int classes;

  /**
   * @param hasProbabilities whether rows have them
   */
  ClassificationSums(int classes, boolean hasProbabilities) {
    this.classes = classes;
    confusion = new ConfusionCounts(classes);
    int curves = classes == 2 ? 1 : classes;
    histograms = new ScoreHistogram[hasProbabilities ? curves : 0];
    int bins = Math.max(MIN_BINS, Math.min(MAX_BINS, ALL_BINS / curves));
    for (int i = 0; i < histograms.length; i++) {
      histograms[i] = new ScoreHistogram(bins);
    }
    calibrations = new CalibrationSums[histograms.length];
    Arrays.setAll(calibrations, i -> new CalibrationSums());
    topCalibration = classes == 2 && hasProbabilities ? calibrations[0] : new CalibrationSums();
  }

  /**
   * Adds a row (label and prediction as classes from 1 on, 0 for unknown; weight; text of an
   * unknown label; text of an unknown prediction; probabilities, where there are such).
   */
  ClassificationSums add(Row row) {
    double rowWeight = row.isNullAt(2) ? Double.NaN : row.getDouble(2);
    boolean hasProbability = histograms.length == 0 || !row.isNullAt(PROBABILITIES);
    if (!rows.take(!row.isNullAt(0), !row.isNullAt(1) && hasProbability, rowWeight)) {
      return this;
    }
    int label = (int) row.getLong(0) - 1;
    if (label < 0) {
      unknownLabel = row.getString(3);
      return this;
    }
    int prediction = (int) row.getLong(1) - 1;
    if (prediction < 0) {
      unknownPrediction = row.getString(4);
      return this;
    }
    weight += rowWeight;
    confusion.add(label, prediction, rowWeight);
    if (histograms.length > 0) {
      addProbabilities(row.<Vector>getAs(PROBABILITIES), label, rowWeight);
    }
    return this;
  }

  private void addProbabilities(Vector probabilities, int label, double rowWeight) {
    if (probabilities.size() != classes) {
      throw new IllegalArgumentException(
          "Cannot evaluate: a row has %d probabilities (must be %d, one for each class)"
              .formatted(probabilities.size(), classes));
    }
    logLoss -= rowWeight * Math.log(Math.max(probabilities.apply(label), LEAST_PROBABILITY));
    if (classes == 2) {
      histograms[0].add(label == 1, probabilities.apply(1), probabilities.apply(0), rowWeight);
      calibrations[0].add(label == 1, probabilities.apply(1), rowWeight);
      return;
    }
    for (int i = 0; i < classes; i++) {
      double probability = probabilities.apply(i);
      histograms[i].add(label == i, probability, 1 - probability, rowWeight);
      calibrations[i].add(label == i, probability, rowWeight);
    }
    int top = probabilities.argmax();
    topCalibration.add(label == top, probabilities.apply(top), rowWeight);
  }

  ClassificationSums merge(ClassificationSums other) {
    rows.merge(other.rows);
    weight += other.weight;
    logLoss += other.logLoss;
    unknownLabel = unknownLabel == null ? other.unknownLabel : unknownLabel;
    unknownPrediction = unknownPrediction == null ? other.unknownPrediction : unknownPrediction;
    confusion.merge(other.confusion);
    for (int i = 0; i < histograms.length; i++) {
      histograms[i].merge(other.histograms[i]);
      calibrations[i].merge(other.calibrations[i]);
    }
    if (classes != 2) {
      topCalibration.merge(other.topCalibration);
    }
    return this;
  }

  /** The areas of a class; NaN without probabilities. */
  ScoreHistogram.Curve curve(int index) {
    if (histograms.length == 0) {
      return new ScoreHistogram.Curve(Double.NaN, Double.NaN, Double.NaN);
    }
    if (classes == 2) {
      return (index == 1 ? histograms[0] : histograms[0].mirrored()).curve();
    }
    return histograms[index].curve();
  }
}
