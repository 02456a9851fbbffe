package io.github.sparknn.estimators.evaluation;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * What a regression's metrics are made of. Mergeable; the labels' variance is kept as mean and sum
 * of squared deviations, which does not cancel where the labels are large. Mutable.
 *
 * <p>Source: D. H. D. West, Updating mean and variance estimates, CACM 22 (1979); T. F. Chan, G. H.
 * Golub, R. J. LeVeque, Updating formulae and a pairwise algorithm, Stanford (1979).
 */
@DefaultSerializer(JavaSerializer.class)
final class RegressionSums implements Serializable {
  private static final long serialVersionUID = 1L;

  final RowCounts rows = new RowCounts();

  /** Labels and predictions. */
  final GrowingBins predictions = new GrowingBins(256);

  /** Prediction - label, twice. */
  final GrowingBins residuals = new GrowingBins(1024);

  double weight;
  double mean;
  double squaredDeviations;
  double squaredErrors;
  double absoluteErrors;
  double errors;

  /** Adds a row (label, prediction, weight), each double or null. */
  RegressionSums add(Row row) {
    boolean hasLabel = !row.isNullAt(0) && !Double.isNaN(row.getDouble(0));
    double rowWeight = row.isNullAt(2) ? Double.NaN : row.getDouble(2);
    if (!rows.take(hasLabel, !row.isNullAt(1), rowWeight) || rowWeight == 0) {
      return this;
    }
    double label = row.getDouble(0);
    double error = row.getDouble(1) - label;
    weight += rowWeight;
    double deviation = label - mean;
    mean += deviation * rowWeight / weight;
    squaredDeviations += rowWeight * deviation * (label - mean);
    squaredErrors += rowWeight * error * error;
    absoluteErrors += rowWeight * Math.abs(error);
    errors += rowWeight * error;
    if (Double.isFinite(error)) {
      predictions.add(label, row.getDouble(1), rowWeight);
      residuals.add(error, error, rowWeight);
    }
    return this;
  }

  RegressionSums merge(RegressionSums other) {
    rows.merge(other.rows);
    predictions.merge(other.predictions);
    residuals.merge(other.residuals);
    if (other.weight > 0) {
      double total = weight + other.weight;
      double difference = other.mean - mean;
      squaredDeviations +=
          other.squaredDeviations + difference * difference * weight * other.weight / total;
      mean += difference * other.weight / total;
      weight = total;
      squaredErrors += other.squaredErrors;
      absoluteErrors += other.absoluteErrors;
      errors += other.errors;
    }
    return this;
  }
}
