package io.github.sparknn.training.engine.blas;

import io.github.sparknn.datasets.MiniBatch;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mini-batches of random numbers. */
final class TestBatches {
  /** What a row of labels looks like. */
  enum Labels {
    ONE_HOT,
    BITS,
    REAL
  }

  private TestBatches() {}

  static MiniBatch random(int rows, int features, int labels, Labels kind, long seed) {
    return random(rows, new int[] {features}, labels, kind, seed);
  }

  static MiniBatch random(int rows, int[] shape, int labels, Labels kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MiniBatch batch = MiniBatch.allocate(rows, shape, labels);
    batch.setRows(rows);
    INDArray x = batch.features().reshape(rows, -1);
    INDArray y = batch.labels();
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < x.columns(); i++) {
        x.putScalar(row, i, random.nextDouble() * 2 - 1);
      }
      int hot = random.nextInt(labels);
      for (int i = 0; i < labels; i++) {
        double value =
            switch (kind) {
              case ONE_HOT -> i == hot ? 1 : 0;
              case BITS -> random.nextInt(2);
              case REAL -> random.nextDouble() * 2 - 1;
            };
        y.putScalar(row, i, value);
      }
    }
    return batch;
  }

  /** Labels that suit a loss. */
  static Labels labelsFor(String loss) {
    return switch (loss) {
      case "MCXENT", "NEGATIVELOGLIKELIHOOD" -> Labels.ONE_HOT;
      case "XENT" -> Labels.BITS;
      default -> Labels.REAL;
    };
  }
}
