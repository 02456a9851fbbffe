/**
 * What computes: a {@link io.github.sparknn.training.engine.TrainingEngine} makes replicas of a
 * network that load, step, infer and give their state back. Engines are found as services.
 */
package io.github.sparknn.training.engine;
