package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of positive and negative rows by score, in bins of equal width on the scale of log-odds
 * from -20 to 20 (probabilities from 2e-9 to 1 - 2e-9), so that rare and certain classes are told
 * apart as finely as others. Mergeable, mutable.
 *
 * <p>Rows in one bin count as ties, which costs the area under the ROC curve at most {@link
 * Curve#error()}.
 */
final class ScoreHistogram implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double LIMIT = 20;

  /** Points of curves lie at least so far apart, in one of the rates. */
  private static final double STEP = 0.005;

  private final double[] positives;
  private final double[] negatives;

  ScoreHistogram(int bins) {
    this(new double[bins], new double[bins]);
  }

  private ScoreHistogram(double[] positives, double[] negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  /**
   * Areas under curves, as trapezoids; NaN where there are no positive or no negative rows.
   *
   * @param underRoc under true positive rate over false positive rate
   * @param underPr under precision over recall, from (0, the first point's precision) as Spark's
   * @param error by how much the area under the ROC curve differs at most from that of the exact
   *     scores
   */
  record Curve(double underRoc, double underPr, double error) {}

  /**
   * Adds a row.
   *
   * @param probability of the positive class
   * @param rest probability of all others
   */
  void add(boolean positive, double probability, double rest, double weight) {
    double logOdds = Math.log(probability / rest);
    double place = (Math.max(-LIMIT, Math.min(LIMIT, logOdds)) + LIMIT) / (2 * LIMIT);
    int bin = Math.min((int) (place * positives.length), positives.length - 1);
    (positive ? positives : negatives)[bin] += weight;
  }

  void merge(ScoreHistogram other) {
    for (int i = 0; i < positives.length; i++) {
      positives[i] += other.positives[i];
      negatives[i] += other.negatives[i];
    }
  }

  /** The same rows where the other class is positive. */
  ScoreHistogram mirrored() {
    int bins = positives.length;
    ScoreHistogram result = new ScoreHistogram(bins);
    for (int i = 0; i < bins; i++) {
      result.positives[i] = negatives[bins - 1 - i];
      result.negatives[i] = positives[bins - 1 - i];
    }
    return result;
  }

  Curve curve() {
    double allPositives = sum(positives);
    double allNegatives = sum(negatives);
    if (allPositives == 0 || allNegatives == 0) {
      return new Curve(Double.NaN, Double.NaN, Double.NaN);
    }
    double tp = 0;
    double fp = 0;
    double precision = Double.NaN;
    double underRoc = 0;
    double underPr = 0;
    double ties = 0;
    for (int i = positives.length - 1; i >= 0; i--) {
      double p = positives[i];
      double n = negatives[i];
      if (p + n > 0) {
        underRoc += n * (tp + p / 2);
        ties += p * n / 2;
        tp += p;
        fp += n;
        double here = tp / (tp + fp);
        underPr += p * (here + (Double.isNaN(precision) ? here : precision)) / 2;
        precision = here;
      }
    }
    double pairs = allPositives * allNegatives;
    return new Curve(underRoc / pairs, underPr / allPositives, ties / pairs);
  }

  /** The points of the curves; none where there are no positive or no negative rows. */
  List<CurvePoint> points() {
    double allPositives = sum(positives);
    double allNegatives = sum(negatives);
    List<CurvePoint> points = new ArrayList<>();
    if (allPositives == 0 || allNegatives == 0) {
      return points;
    }
    double tp = 0;
    double fp = 0;
    CurvePoint before = new CurvePoint(1, 0, 0, Double.NaN);
    for (int i = positives.length - 1; i >= 0; i--) {
      if (positives[i] + negatives[i] > 0) {
        CurvePoint last = point(i + 1, tp, fp, allPositives, allNegatives);
        tp += positives[i];
        fp += negatives[i];
        CurvePoint here = point(i, tp, fp, allPositives, allNegatives);
        if (points.isEmpty()) {
          before = new CurvePoint(1, 0, 0, here.precision());
          points.add(before);
        } else if (isFar(here, before) && isAfter(last, before)) {
          points.add(last);
          before = last;
        }
        if (isFar(here, before)) {
          points.add(here);
          before = here;
        }
      }
    }
    CurvePoint end = point(0, tp, fp, allPositives, allNegatives);
    if (isAfter(end, before)) {
      points.add(end);
    }
    return points;
  }

  private static boolean isFar(CurvePoint here, CurvePoint before) {
    return here.truePositiveRate() - before.truePositiveRate() >= STEP
        || here.falsePositiveRate() - before.falsePositiveRate() >= STEP;
  }

  private static boolean isAfter(CurvePoint here, CurvePoint before) {
    return here.truePositiveRate() > before.truePositiveRate()
        || here.falsePositiveRate() > before.falsePositiveRate();
  }

  private CurvePoint point(int bin, double tp, double fp, double positive, double negative) {
    double logOdds = 2 * LIMIT * bin / positives.length - LIMIT;
    return new CurvePoint(
        1 / (1 + Math.exp(-logOdds)), fp / negative, tp / positive, tp / (tp + fp));
  }

  int bins() {
    return positives.length;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
