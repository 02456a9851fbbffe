package io.github.sparknn.training;

/**
 * Training cannot go on because the loss or a parameter is NaN or infinite. The same plan diverges
 * again, from its checkpoints too: what helps is a lower learning rate, or features without huge
 * values.
 */
public final class TrainingDivergedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TrainingDivergedException(String message) {
    super(message);
  }
}
