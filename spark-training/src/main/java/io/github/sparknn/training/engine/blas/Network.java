package io.github.sparknn.training.engine.blas;

import io.github.sparknn.datasets.Vocabulary;
import java.util.List;

/** A compiled network: kernels from input to output, loss and optimizer. Not thread-safe. */
final class Network {
  private final NetworkInput input;
  private final int parameters;
  private final LayerKernel[] kernels;
  private final LossHead head;
  private final Optimizer optimizer;
  private ImageSize prepared;
  private Vocabulary vocabulary = Vocabulary.NONE;

  Network(
      NetworkInput input,
      int parameters,
      List<LayerKernel> kernels,
      LossHead head,
      Optimizer optimizer) {
    this.input = input;
    this.parameters = parameters;
    this.kernels = kernels.toArray(LayerKernel[]::new);
    this.head = head;
    this.optimizer = optimizer;
  }

  /** Values of one example's output and labels. */
  int outputs() {
    return head.width();
  }

  /** Length of the flat parameter vector. */
  int parameters() {
    return parameters;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /**
   * Fits the kernels to mini-batches of that shape, before the first one and whenever it changes.
   *
   * @param features shape of the mini-batch's features, of any number of rows
   * @throws IllegalArgumentException if the network does not take such examples
   */
  void prepare(long[] features) {
    ImageSize size = input.sizeOf(features);
    if (size.equals(prepared)) {
      return;
    }
    prepared = null;
    ImageSize next = size;
    for (LayerKernel kernel : kernels) {
      next = kernel.prepare(next);
    }
    prepared = size;
  }

  /**
   * Whether the network takes rows with ids as they are, from now on; else they are to be one-hot.
   *
   * @throws IllegalArgumentException if the network does not take as many values
   */
  boolean readsIds(Vocabulary ids) {
    prepare(new long[] {1, ids.expandedSize()});
    if (!(kernels[0] instanceof DenseKernel first)) {
      return false;
    }
    if (!ids.equals(vocabulary)) {
      first.readIds(new IdColumns(ids));
      vocabulary = ids;
    }
    return true;
  }

  /** Rows of numbers from now on. */
  void readsNumbers() {
    if (!vocabulary.isEmpty()) {
      ((DenseKernel) kernels[0]).readIds(null);
      vocabulary = Vocabulary.NONE;
    }
  }

  /** Restarts the random numbers. */
  void reseed(long seed) {
    for (LayerKernel kernel : kernels) {
      kernel.reseed(seed);
    }
  }

  /**
   * The mean loss with regularization; the gradient of the mean loss is in the workbench.
   *
   * @param weights what each row's loss counts for; null for 1
   */
  double computeGradient(
      Workbench bench, float[] features, float[] labels, float[] weights, int rows) {
    float[] z = forward(bench, features, rows, LayerKernel.Pass.TRAINING);
    double loss = head.evaluate(z, labels, weights, rows) + optimizer.penalty(bench);
    float[] delta = head.delta();
    for (int i = kernels.length - 1; i >= 0 && delta != null; i--) {
      delta = kernels[i].backward(bench, delta, rows);
    }
    return loss;
  }

  /** As {@link #computeGradient}, but the loss only, without dropout. */
  double loss(Workbench bench, float[] features, float[] labels, float[] weights, int rows) {
    float[] z = forward(bench, features, rows, LayerKernel.Pass.INFERENCE);
    return head.evaluate(z, labels, weights, rows) + optimizer.penalty(bench);
  }

  /** Writes {@code float[rows, outputs()]} to the beginning of the target. */
  void infer(Workbench bench, float[] features, float[] target, int rows) {
    float[] z = forward(bench, features, rows, LayerKernel.Pass.INFERENCE);
    head.output(z, target, rows);
  }

  private float[] forward(Workbench bench, float[] features, int rows, LayerKernel.Pass pass) {
    float[] values = features;
    for (LayerKernel kernel : kernels) {
      values = kernel.forward(bench, values, rows, pass);
    }
    return values;
  }
}
