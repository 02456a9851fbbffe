package io.github.sparknn.training.engine;

/** A network with its parameters in memory, which one thread at a time uses. */
public interface LoadedNetwork extends AutoCloseable {
  /** Frees it; it cannot be used any more. */
  @Override
  void close();
}
