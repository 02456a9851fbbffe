package io.github.sparknn.preprocessing;

import java.util.List;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Divides by the greatest absolute value: {@code x / max(|x|)}. Zeros stay zeros, sparse vectors
 * sparse; a constant becomes 1 or -1. What columns it takes: {@link Normalizer}.
 */
public final class MaxAbsNormalizer extends Normalizer<MaxAbsNormalizer, MaxAbsNormalizerModel> {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<MaxAbsNormalizer> IO =
      new DefaultParamsReadable<>() {};

  /** A normalizer with default params and a random uid. */
  public MaxAbsNormalizer() {
    this(Identifiable.randomUID("maxAbsNormalizer"));
  }

  /** A normalizer with default params and this uid; copy and load call it. */
  public MaxAbsNormalizer(String uid) {
    super(uid);
  }

  @Override
  MaxAbsNormalizer self() {
    return this;
  }

  @Override
  NormalizerNeeds needs() {
    return new NormalizerNeeds(Scaling.MAX_ABS);
  }

  @Override
  MaxAbsNormalizerModel model(List<NumberStatistics> statistics) {
    return new MaxAbsNormalizerModel(uid(), statistics);
  }

  /** A reader of saved normalizers. */
  public static MLReader<MaxAbsNormalizer> read() {
    return IO.read();
  }

  /** Loads a saved normalizer. */
  public static MaxAbsNormalizer load(String path) {
    return read().load(path);
  }
}
