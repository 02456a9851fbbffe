package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;
import java.util.List;

/**
 * Rows whose probability lies in a tenth of the range from 0 to 1.
 *
 * @param low least probability
 * @param high upper end; the last bin holds 1 too
 * @param weight of the rows
 * @param probability their mean probability; NaN where there are none
 * @param share of the rows that are what the probability is of; NaN where there are none
 */
public record CalibrationBin(
    double low, double high, double weight, double probability, double share)
    implements Serializable {

  /**
   * The expected calibration error: mean of |share - probability| over the bins' rows; NaN where
   * there are none.
   *
   * <p>Source: M. P. Naeini, G. F. Cooper, M. Hauskrecht, Obtaining well calibrated probabilities
   * using Bayesian binning, AAAI 2015, equation 6; with ten bins.
   */
  static double error(List<CalibrationBin> bins) {
    double sum = 0;
    double weight = 0;
    for (CalibrationBin bin : bins) {
      if (bin.weight > 0) {
        sum += bin.weight * Math.abs(bin.share - bin.probability);
        weight += bin.weight;
      }
    }
    return sum / weight;
  }
}
