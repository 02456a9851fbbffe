package io.github.sparknn.training.device;

import java.util.Optional;

/**
 * Ties what an engine computes to one of a host's GPUs. Speaks of the process in which it is
 * called, and may load native libraries there; safe for use by several threads.
 */
public interface DeviceBinding {

  /** Whether all that the engine computes in this process runs on a GPU, bound to one or not. */
  boolean isActive();

  /**
   * Why the engine cannot compute on that GPU in this process (names the card or library, and what
   * to do), or empty if it can.
   *
   * @param address as Spark's discovery script gave it: the GPU's index on its host
   */
  Optional<String> unavailable(String address);

  /**
   * Lets what the calling thread computes from now on run on that GPU, until it is bound to
   * another.
   *
   * @param address of a GPU that is available
   */
  void bind(String address);
}
