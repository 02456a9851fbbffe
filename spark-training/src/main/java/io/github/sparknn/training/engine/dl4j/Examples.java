package io.github.sparknn.training.engine.dl4j;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.NetworkSpec;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mini-batches as a network of DL4J takes them. Sequences are turned from time, features into
 * DL4J's features, time, without a copy, and their lengths become masks: 1 for a step that is
 * there, 0 for padding. Ids become one-hot, a mini-batch at a time.
 */
public final class Examples {
  private static final int SEQUENCES = 3;

  private final boolean sequences;

  /** Examples for that network. */
  public Examples(NetworkSpec network) {
    this.sequences = network.takesSequences();
  }

  /** Features and labels over the mini-batch's memory, with masks where lengths vary. */
  public DataSet of(MiniBatch batch) {
    return new DataSet(features(batch), turn(batch.labels()), featureMask(batch), labelMask(batch));
  }

  INDArray features(MiniBatch batch) {
    return batch.vocabulary().isEmpty() ? turn(batch.features()) : oneHot(batch);
  }

  /** A batch's ids as DL4J's layers take them. */
  private static INDArray oneHot(MiniBatch batch) {
    float[] rows = batch.features().dup('c').data().asFloat();
    int width = batch.vocabulary().expandedSize();
    float[] expanded = new float[Math.multiplyExact(batch.rows(), width)];
    batch.vocabulary().expand(rows, batch.rows(), expanded);
    return Nd4j.create(expanded, new long[] {batch.rows(), width}, 'c');
  }

  /** float[rows, time], or null where all rows have the same length. */
  INDArray featureMask(MiniBatch batch) {
    return batch.hasSequences() ? mask(batch.featureLengths(), batch.features().size(1)) : null;
  }

  private static INDArray labelMask(MiniBatch batch) {
    return batch.hasLabelSequences() ? mask(batch.labelLengths(), batch.labels().size(1)) : null;
  }

  static INDArray mask(int[] lengths, long time) {
    float[][] mask = new float[lengths.length][Math.toIntExact(time)];
    for (int i = 0; i < lengths.length; i++) {
      for (int t = 0; t < lengths[i]; t++) {
        mask[i][t] = 1;
      }
    }
    return Nd4j.createFromArray(mask);
  }

  /** Swaps time and features of sequences; other arrays stay. */
  INDArray turn(INDArray array) {
    return sequences && array.rank() == SEQUENCES ? array.permute(0, 2, 1) : array;
  }
}
