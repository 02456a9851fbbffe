package io.github.sparknn.preprocessing.internal.image;

/** A row that holds no image that can be used; the message tells why. */
final class InvalidImageException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidImageException(String reason) {
    super(reason);
  }

  InvalidImageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
