package io.github.sparknn.training.network;

import java.util.OptionalLong;

/**
 * A layer of a network, as a line of a table.
 *
 * @param name the layer's own, or its index from 0
 * @param type DL4J's class, with those that it wraps
 * @param output shape of an example's output, such as {@code 64} or {@code 20x24x24}; empty where
 *     DL4J cannot tell
 * @param parameters number of its parameters
 * @param flop floating-point operations of a forward pass of one example through its weights: two
 *     for each weight and place where it is used, such as a time step or a pixel of a convolution's
 *     output; biases, activations and pooling do not count. Empty for layers whose way of computing
 *     is not known here
 */
public record LayerSummary(
    String name, String type, String output, long parameters, OptionalLong flop) {}
