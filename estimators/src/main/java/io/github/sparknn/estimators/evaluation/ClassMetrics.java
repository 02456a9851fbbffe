package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;

/**
 * How good a classification is for one class, against all others. All metrics weigh each row by its
 * weight.
 *
 * @param label the class
 * @param weight of the rows with that label
 * @param predictedWeight of the rows with that prediction
 * @param precision of the rows with that prediction, the share that have the label; 0 where there
 *     are none
 * @param recall of the rows with that label, the share that have the prediction; 0 where there are
 *     none
 * @param areaUnderRoc of the class's probability; NaN without probabilities, or where all rows or
 *     none have the label
 * @param areaUnderPr as areaUnderRoc, of precision over recall
 * @param areaUnderRocError by how much areaUnderRoc differs at most from the exact one
 */
public record ClassMetrics(
    String label,
    double weight,
    double predictedWeight,
    double precision,
    double recall,
    double areaUnderRoc,
    double areaUnderPr,
    double areaUnderRocError)
    implements Serializable {

  /** Harmonic mean of precision and recall; 0 where both are. */
  public double f1() {
    double sum = precision + recall;
    return sum == 0 ? 0 : 2 * precision * recall / sum;
  }

  boolean occurs() {
    return weight + predictedWeight > 0;
  }
}
