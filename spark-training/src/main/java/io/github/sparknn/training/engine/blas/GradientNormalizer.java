package io.github.sparknn.training.engine.blas;

import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/** Limits the mean gradient of a range of parameters, before regularization and optimizer. */
interface GradientNormalizer {
  /** Changes the gradient in the workbench. */
  void apply(Workbench bench);

  /**
   * What DL4J does to the gradient of a layer: per layer, or per parameter array, which are W and
   * b.
   *
   * @param from where W begins in the flat vector
   * @param bias length of b, which follows W; 0 without
   */
  static List<GradientNormalizer> of(BaseLayer layer, int from, int weights, int bias) {
    GradientNormalization mode = layer.getGradientNormalization();
    if (mode == null) {
      return List.of();
    }
    double threshold = layer.getGradientNormalizationThreshold();
    return switch (mode) {
      case None -> List.of();
      case RenormalizeL2PerLayer -> List.of(new UnitNorm(from, weights + bias));
      case RenormalizeL2PerParamType ->
          List.of(new UnitNorm(from, weights), new UnitNorm(from + weights, bias));
      case ClipElementWiseAbsoluteValue ->
          List.of(new ClipValues(from, weights + bias, (float) threshold));
      case ClipL2PerLayer -> List.of(new ClipNorm(from, weights + bias, threshold));
      case ClipL2PerParamType ->
          List.of(
              new ClipNorm(from, weights, threshold),
              new ClipNorm(from + weights, bias, threshold));
    };
  }

  /** g ← g / ‖g‖₂. */
  record UnitNorm(int from, int length) implements GradientNormalizer {
    private static final double INSTEAD_OF_ZERO = 1e-5;

    @Override
    public void apply(Workbench bench) {
      double norm = bench.blas.snrm2(length, bench.gradient, from, 1);
      double divisor = norm == 0 ? INSTEAD_OF_ZERO : norm;
      bench.blas.sscal(length, (float) (1 / divisor), bench.gradient, from, 1);
    }
  }

  /** g ← g min(1, threshold / ‖g‖₂). */
  record ClipNorm(int from, int length, double threshold) implements GradientNormalizer {
    @Override
    public void apply(Workbench bench) {
      double norm = bench.blas.snrm2(length, bench.gradient, from, 1);
      if (norm > threshold) {
        bench.blas.sscal(length, (float) (threshold / norm), bench.gradient, from, 1);
      }
    }
  }

  /** gᵢ ← min(threshold, max(-threshold, gᵢ)). */
  record ClipValues(int from, int length, float threshold) implements GradientNormalizer {
    @Override
    public void apply(Workbench bench) {
      float[] g = bench.gradient;
      for (int i = from; i < from + length; i++) {
        g[i] = Math.min(threshold, Math.max(-threshold, g[i]));
      }
    }
  }
}
