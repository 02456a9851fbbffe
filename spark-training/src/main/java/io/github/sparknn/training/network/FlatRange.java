package io.github.sparknn.training.network;

/**
 * A part of the flat parameter vector.
 *
 * @param from first index, inclusive
 * @param to last index, exclusive
 */
public record FlatRange(int from, int to) {}
