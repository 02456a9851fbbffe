package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;
import java.util.List;

/**
 * The curves of one class against the rest.
 *
 * @param label the class
 * @param points of the ROC curve and of precision over recall, from the highest threshold to the
 *     lowest, both ends included; neighbours lie at most half a percent apart in either rate where
 *     scores tell the rows between them apart
 * @param calibration bins of the class's probability
 */
public record ClassCurve(String label, List<CurvePoint> points, List<CalibrationBin> calibration)
    implements Serializable {}
