/**
 * The job file: YAML read strictly into immutable records, and the Spark ML stages it describes.
 * Reading it needs no Spark session, so a mistake in it is found before anything starts.
 */
package io.github.sparknn.jobs.config;
