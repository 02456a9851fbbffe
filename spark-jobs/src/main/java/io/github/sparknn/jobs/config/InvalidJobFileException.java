package io.github.sparknn.jobs.config;

/** A job file that cannot be read or says something that cannot be done. */
public final class InvalidJobFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the reason; {@code cause} may be null. */
  public InvalidJobFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
