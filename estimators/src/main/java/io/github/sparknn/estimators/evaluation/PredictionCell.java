package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;

/**
 * Rows whose label and prediction lie in intervals of one size, in the label's unit.
 *
 * @param label least label; less than {@code label + size}
 * @param prediction least prediction; less than {@code prediction + size}
 * @param size of both intervals
 * @param weight of the rows
 */
public record PredictionCell(double label, double prediction, double size, double weight)
    implements Serializable {}
