/**
 * Trainings, evaluations, images and tables as a notebook or a shell shows them: pictures in
 * Zeppelin, text elsewhere.
 */
package io.github.sparknn.estimators.display;
