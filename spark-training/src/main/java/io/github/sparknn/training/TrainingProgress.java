package io.github.sparknn.training;

/**
 * Where training stands after an averaging round.
 *
 * @param epoch the present epoch, from 1
 * @param epochs epochs in all
 * @param round rounds done so far in the whole training
 * @param rounds rounds of the whole training
 * @param loss mean loss of the round's examples; NaN before the first round
 * @param examples examples used so far in the whole training
 * @param totalExamples examples of the whole training
 */
public record TrainingProgress(
    int epoch, int epochs, int round, int rounds, double loss, long examples, long totalExamples) {}
