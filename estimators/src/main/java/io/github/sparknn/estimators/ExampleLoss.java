package io.github.sparknn.estimators;

import org.apache.spark.sql.catalyst.util.ArrayData;

/** The loss of one example, of what a network gives for it and what it should. */
enum ExampleLoss {
  /** −ln p of the class whose index is the only target. */
  CROSS_ENTROPY {
    @Override
    double of(double[] outputs, double[] targets) {
      return -log(outputs[(int) targets[0]]);
    }
  },

  /** −Σ (t ln p + (1 − t) ln (1 − p)) / n over labels that are 0 or 1 each. */
  BINARY_CROSS_ENTROPY {
    @Override
    double of(double[] outputs, double[] targets) {
      double sum = 0;
      for (int i = 0; i < outputs.length; i++) {
        sum -= targets[i] * log(outputs[i]) + (1 - targets[i]) * log(1 - outputs[i]);
      }
      return sum / outputs.length;
    }
  },

  /** Σ (y − t)² / n. */
  SQUARED_ERROR {
    @Override
    double of(double[] outputs, double[] targets) {
      double sum = 0;
      for (int i = 0; i < outputs.length; i++) {
        sum += Math.pow(outputs[i] - targets[i], 2);
      }
      return sum / outputs.length;
    }
  };

  /** As in the log loss of an evaluation. */
  private static final double LEAST_PROBABILITY = 1e-15;

  abstract double of(double[] outputs, double[] targets);

  private static double log(double probability) {
    return Math.log(Math.max(probability, LEAST_PROBABILITY));
  }

  /**
   * A row's targets, or null if one of them is missing or no number.
   *
   * @param values array&lt;double&gt;, may be null
   */
  static double[] targets(ArrayData values) {
    if (values == null) {
      return null;
    }
    double[] targets = new double[values.numElements()];
    for (int i = 0; i < targets.length; i++) {
      if (values.isNullAt(i) || Double.isNaN(values.getDouble(i))) {
        return null;
      }
      targets[i] = values.getDouble(i);
    }
    return targets;
  }
}
