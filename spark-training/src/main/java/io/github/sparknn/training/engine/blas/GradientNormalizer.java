package io.github.sparknn.training.engine.blas;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/** Limits the mean gradient of a range of parameters, before regularization and optimizer. */
interface GradientNormalizer {
  /** Changes the gradient in the workbench. */
  void apply(Workbench bench);

  /**
   * What DL4J does to the gradient of a layer: per layer, or per parameter array.
   *
   * @param from where the layer begins in the flat vector
   * @param arrays lengths of its parameter arrays
   */
  static List<GradientNormalizer> of(BaseLayer layer, int from, List<Integer> arrays) {
    GradientNormalization mode = layer.getGradientNormalization();
    if (mode == null) {
      return List.of();
    }
    double threshold = layer.getGradientNormalizationThreshold();
    float limit = (float) threshold;
    return switch (mode) {
      case None -> List.of();
      case RenormalizeL2PerLayer -> ofLayer(from, arrays, UnitNorm::new);
      case RenormalizeL2PerParamType -> ofArrays(from, arrays, UnitNorm::new);
      case ClipElementWiseAbsoluteValue ->
          ofLayer(from, arrays, (start, length) -> new ClipValues(start, length, limit));
      case ClipL2PerLayer ->
          ofLayer(from, arrays, (start, length) -> new ClipNorm(start, length, threshold));
      case ClipL2PerParamType ->
          ofArrays(from, arrays, (start, length) -> new ClipNorm(start, length, threshold));
    };
  }

  /** Makes the normalizer of a range of parameters. */
  interface Factory {
    /** Of that many parameters from that one. */
    GradientNormalizer of(int from, int length);
  }

  private static List<GradientNormalizer> ofLayer(int from, List<Integer> arrays, Factory factory) {
    return List.of(factory.of(from, arrays.stream().mapToInt(length -> length).sum()));
  }

  private static List<GradientNormalizer> ofArrays(
      int from, List<Integer> arrays, Factory factory) {
    List<GradientNormalizer> normalizers = new ArrayList<>();
    int start = from;
    for (int length : arrays) {
      normalizers.add(factory.of(start, length));
      start += length;
    }
    return normalizers;
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
