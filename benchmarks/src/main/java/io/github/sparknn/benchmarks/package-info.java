/**
 * Benchmarks against peers. Each runs SparkNN and its peers in turns in one JVM, checks that they
 * agree, and prints medians and ratios.
 */
package io.github.sparknn.benchmarks;
