package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;

/**
 * What a class's probability tells when rows from a threshold up are taken for the class.
 *
 * @param threshold the probability
 * @param falsePositiveRate share of the other classes' rows that are taken
 * @param truePositiveRate share of the class's rows that are taken: the recall
 * @param precision share of the rows taken that are of the class
 */
public record CurvePoint(
    double threshold, double falsePositiveRate, double truePositiveRate, double precision)
    implements Serializable {}
