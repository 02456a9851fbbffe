package io.github.sparknn.training;

import java.io.IOException;

/** A checkpoint's bytes are not those that were written: some are missing or altered. */
final class DamagedCheckpointException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedCheckpointException(String message) {
    super(message);
  }

  DamagedCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
