/**
 * How good a model's predictions are: metrics of classifications and regressions, weighted, from
 * one distributed pass over a scored DataFrame.
 */
package io.github.sparknn.estimators.evaluation;
