package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;

/**
 * Rows whose prediction differs from the label by an amount in an interval, in the label's unit.
 *
 * @param low least prediction - label
 * @param high upper end, not included
 * @param weight of the rows
 */
public record ResidualBin(double low, double high, double weight) implements Serializable {}
