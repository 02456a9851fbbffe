package io.github.sparknn.estimators;

import java.io.Serializable;
import java.util.Arrays;
import scala.runtime.AbstractFunction1;

/** What thresholds may be: at least 0, at most one of them 0, as Spark ML has it. */
final class Thresholds extends AbstractFunction1<double[], Object> implements Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public Object apply(double[] thresholds) {
    return Arrays.stream(thresholds).allMatch(threshold -> threshold >= 0)
        && Arrays.stream(thresholds).filter(threshold -> threshold == 0).count() <= 1;
  }
}
