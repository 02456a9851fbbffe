package io.github.sparknn.training.engine.blas;

/** A network that this engine leaves to another; the message names the layer or the option. */
final class UnsupportedNetworkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnsupportedNetworkException(String message) {
    super(message);
  }
}
