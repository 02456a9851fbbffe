/**
 * Trackers: listeners that tell TensorBoard and MLflow how a training goes on. A tracker that fails
 * never loses a training.
 */
package io.github.sparknn.tracking;
