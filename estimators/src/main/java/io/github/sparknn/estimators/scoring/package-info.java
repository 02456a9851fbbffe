/**
 * Batch scoring inside Spark's plans: a generator that the optimizer sees through, and the node
 * that computes it batch by batch. Internal: the only package that knows Spark's planner, and not
 * an API for users.
 */
package io.github.sparknn.estimators.scoring;
