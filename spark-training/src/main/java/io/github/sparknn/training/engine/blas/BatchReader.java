package io.github.sparknn.training.engine.blas;

import io.github.sparknn.datasets.MiniBatch;
import org.apache.spark.unsafe.Platform;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies mini-batches from off-heap memory into reused heap arrays. */
final class BatchReader {
  private final Network network;

  private float[] features = {};
  private float[] oneHot = {};
  private boolean expands;
  private float[] labels = {};
  private float[] weights = {};
  private MiniBatch checkedFeatures;
  private MiniBatch checkedLabels;
  private int inputs;

  BatchReader(Network network) {
    this.network = network;
  }

  /**
   * The batch's features in an array of at least that size, for which the network then is prepared;
   * valid until the next call.
   *
   * @throws IllegalArgumentException if the network does not take examples of that shape
   */
  float[] features(MiniBatch batch) {
    if (checkedFeatures != batch) {
      prepare(batch);
      checkedFeatures = batch;
    }
    features = read(batch.featuresAddress(), features, batch.rows(), inputs);
    if (!expands) {
      return features;
    }
    int width = batch.vocabulary().expandedSize();
    oneHot = LayerKernel.atLeast(oneHot, Math.multiplyExact(batch.rows(), width));
    batch.vocabulary().expand(features, batch.rows(), oneHot);
    return oneHot;
  }

  private void prepare(MiniBatch batch) {
    long[] shape = batch.features().shape();
    inputs = NetworkInput.values(shape);
    if (batch.vocabulary().isEmpty()) {
      network.readsNumbers();
      network.prepare(shape);
      expands = false;
    } else {
      expands = !network.readsIds(batch.vocabulary());
    }
  }

  /**
   * The batch's labels in an array of at least that size; valid until the next call.
   *
   * @throws IllegalArgumentException if the batch has another number of values per example
   */
  float[] labels(MiniBatch batch) {
    if (checkedLabels != batch) {
      check(batch.labels());
      checkedLabels = batch;
    }
    labels = read(batch.labelsAddress(), labels, batch.rows(), network.outputs());
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

  private void check(INDArray values) {
    long size = values.length() / values.size(0);
    if (size != network.outputs()) {
      throw new IllegalArgumentException(
          "Cannot read mini-batch: its labels have "
              + size
              + " values per example, the network has "
              + network.outputs());
    }
  }
}
