package io.github.sparknn.training.engine;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.ModelState;

/**
 * One copy of a network with its optimizer, owned by one thread at a time. What it computes depends
 * only on the loaded state, the seed and the batches since, so that a repeated round gives the same
 * bits.
 */
public interface Replica extends LoadedNetwork {

  /**
   * Replaces parameters, optimizer state and counters; nothing of what was computed before remains.
   *
   * @param seed of the random numbers that the following steps draw (dropout)
   */
  void load(ModelState state, long seed);

  /**
   * One optimizer step on the batch. The loss is the mean over the examples, each counted for its
   * weight where the batch has weights: Σ wᵢ lᵢ / rows; regularization is not weighed.
   *
   * @return the mean loss of the batch's examples before the step, regularization included
   */
  double step(MiniBatch batch);

  /** A copy of the present parameters, optimizer state and counters. */
  ModelState state();

  /**
   * The mean loss of the batch's examples as in {@link #step}, without training effects (no
   * dropout), regularization included. Changes nothing.
   */
  double loss(MiniBatch batch);

  /**
   * The network's output for the batch's features without training effects (no dropout).
   *
   * @param outputs receives {@code float[batch.rows(), outputs]} in row-major order from index 0;
   *     of a network with an output for each time step {@code float[batch.rows(), time, outputs]}
   */
  void infer(MiniBatch batch, float[] outputs);
}
