/**
 * One program a task: what the job files in {@code examples/jobs} say, in a few lines of Java, and
 * what no job file does: tables of the catalog, streams, tuning. Each runs from the project's root
 * by {@code bin/sparknn run io.github.sparknn.examples.FlightDelays}.
 */
package io.github.sparknn.examples;
