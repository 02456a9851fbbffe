/**
 * The engine {@code blas}: compiles a feed-forward or convolutional configuration into layer
 * kernels that work on DL4J's flat vectors in heap arrays with a handful of BLAS calls and plain
 * loops per step.
 */
package io.github.sparknn.training.engine.blas;
