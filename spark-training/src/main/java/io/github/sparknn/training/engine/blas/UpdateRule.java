package io.github.sparknn.training.engine.blas;

/**
 * An optimizer's step over a block of parameters whose gradient is in the workbench. Learning rate
 * and momentum come from DL4J's configuration, schedules included. Arithmetic is in float, in the
 * order of libnd4j's updaters, so that single steps agree to a few units in the last place.
 */
interface UpdateRule {
  /** How many values it keeps per parameter: in the workbench's first moments, in DL4J's order. */
  int moments();

  /**
   * Updates the block's parameters and moments.
   *
   * @param iteration optimizer steps before this one
   * @param epoch completed epochs
   */
  void apply(Workbench bench, Block block, int iteration, int epoch);

  /**
   * Consecutive parameters with the same optimizer.
   *
   * @param from first parameter
   * @param to behind the last parameter
   */
  record Block(int from, int to) {
    int length() {
      return to - from;
    }
  }
}
