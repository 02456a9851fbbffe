/**
 * How the workers' parameters become the next round's: an {@link
 * io.github.sparknn.training.averaging.OuterOptimizer} steps along the way from the round's start
 * to the workers' mean.
 */
package io.github.sparknn.training.averaging;
