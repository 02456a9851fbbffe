package io.github.sparknn.training.engine.blas;

import io.github.sparknn.datasets.MiniBatch;
import org.apache.spark.unsafe.Platform;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies mini-batches from off-heap memory into reused heap arrays. */
final class BatchReader {
  private final int inputs;
  private final int outputs;

  private float[] features = {};
  private float[] labels = {};
  private float[] weights = {};
  private MiniBatch checkedFeatures;
  private MiniBatch checkedLabels;

  BatchReader(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * The batch's features in an array of at least that size; valid until the next call.
   *
   * @throws IllegalArgumentException if the batch has another number of values per example
   */
  float[] features(MiniBatch batch) {
    if (checkedFeatures != batch) {
      check("features", batch.features(), inputs);
      checkedFeatures = batch;
    }
    features = read(batch.featuresAddress(), features, batch.rows(), inputs);
    return features;
  }

  /** As {@link #features}, for the labels. */
  float[] labels(MiniBatch batch) {
    if (checkedLabels != batch) {
      check("labels", batch.labels(), outputs);
      checkedLabels = batch;
    }
    labels = read(batch.labelsAddress(), labels, batch.rows(), outputs);
    return labels;
  }

  /** As {@link #features}, for the weights; null when the batch has none. */
  float[] weights(MiniBatch batch) {
    if (!batch.hasWeights()) {
      return null;
    }
    weights = read(batch.weightsAddress(), weights, batch.rows(), 1);
    return weights;
  }

  private static float[] read(long address, float[] buffer, int rows, int width) {
    if (rows == 0) {
      throw new IllegalStateException("Cannot read the mini-batch: it holds no rows");
    }
    int floats = Math.multiplyExact(rows, width);
    float[] target = LayerKernel.atLeast(buffer, floats);
    Platform.copyMemory(
        null, address, target, Platform.FLOAT_ARRAY_OFFSET, (long) floats * Float.BYTES);
    return target;
  }

  private static void check(String what, INDArray values, int expected) {
    long size = values.length() / values.size(0);
    if (size != expected) {
      throw new IllegalArgumentException(
          "Cannot read mini-batch: its "
              + what
              + " have "
              + size
              + " values per example, the network has "
              + expected);
    }
  }
}
