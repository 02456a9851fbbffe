/** The engine {@code dl4j}: replicas are DL4J's own networks on ND4J. */
package io.github.sparknn.training.engine.dl4j;
