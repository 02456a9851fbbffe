/**
 * What a network is and what training changes in it: its DL4J configuration, and its parameters,
 * optimizer state and counters as flat arrays. All exchange with DL4J's network objects sits here.
 */
package io.github.sparknn.training.network;
