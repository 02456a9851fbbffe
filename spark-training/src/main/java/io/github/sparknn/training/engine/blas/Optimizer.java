package io.github.sparknn.training.engine.blas;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The optimizer's step of a whole network: the layers' gradients are normalized, then come DL4J's
 * updater blocks in order, each with the penalties of its parameters.
 */
final class Optimizer {
  /**
   * One updater block.
   *
   * @param penalties in the order of their application: those on the gradient before weight decay
   */
  record Part(UpdateRule rule, UpdateRule.Block block, IUpdater config, List<Penalty> penalties) {
    private double learningRate(int iteration, int epoch) {
      return config.hasLearningRate() ? config.getLearningRate(iteration, epoch) : 1;
    }
  }

  private final GradientNormalizer[] normalizers;
  private final Part[] parts;

  Optimizer(List<GradientNormalizer> normalizers, List<Part> parts) {
    this.normalizers = normalizers.toArray(GradientNormalizer[]::new);
    this.parts = parts.toArray(Part[]::new);
  }

  /** Length of DL4J's flat optimizer state: block after block, in each moment after moment. */
  int stateSize() {
    int size = 0;
    for (Part part : parts) {
      size = Math.addExact(size, Math.multiplyExact(part.rule.moments(), part.block.length()));
    }
    return size;
  }

  /** The largest number of moments that a block has. */
  int moments() {
    int moments = 0;
    for (Part part : parts) {
      moments = Math.max(moments, part.rule.moments());
    }
    return moments;
  }

  /** Takes the moments from DL4J's flat optimizer state. */
  void loadState(float[] state, Workbench bench) {
    int position = 0;
    for (Part part : parts) {
      int length = part.block.length();
      for (int k = 0; k < part.rule.moments(); k++, position += length) {
        System.arraycopy(state, position, bench.moments[k], part.block.from(), length);
      }
    }
  }

  /** DL4J's flat optimizer state, newly made of the moments. */
  float[] copyState(Workbench bench) {
    float[] state = new float[stateSize()];
    int position = 0;
    for (Part part : parts) {
      int length = part.block.length();
      for (int k = 0; k < part.rule.moments(); k++, position += length) {
        System.arraycopy(bench.moments[k], part.block.from(), state, position, length);
      }
    }
    return state;
  }

  /** What regularization adds to the loss. */
  double penalty(Workbench bench) {
    double sum = 0;
    for (Part part : parts) {
      for (int i = 0; i < part.penalties.size(); i++) {
        sum += part.penalties.get(i).score(bench);
      }
    }
    return sum;
  }

  /** Updates the parameters by the gradient in the workbench. */
  void step(Workbench bench, int iteration, int epoch) {
    for (GradientNormalizer normalizer : normalizers) {
      normalizer.apply(bench);
    }
    for (Part part : parts) {
      double learningRate = part.learningRate(iteration, epoch);
      for (int i = 0; i < part.penalties.size(); i++) {
        part.penalties.get(i).apply(bench, learningRate);
      }
      part.rule.apply(bench, part.block, iteration, epoch);
    }
  }
}
