/**
 * The application {@code sparknn}: commands that train, evaluate and score from a job file, started
 * by {@code bin/sparknn} or by spark-submit. Nothing else depends on it.
 */
package io.github.sparknn.jobs;
