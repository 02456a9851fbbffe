/**
 * Spark ML estimators that train neural networks, and the fitted models. Everything a user sets is
 * a {@code Param}; everything fitted is saved with the model.
 */
package io.github.sparknn.estimators;
