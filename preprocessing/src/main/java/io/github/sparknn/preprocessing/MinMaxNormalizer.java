package io.github.sparknn.preprocessing;

import java.util.List;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Brings columns to the range from 0 to 1: {@code (x - min) / (max - min)}. Values beyond those at
 * fit leave the range. What columns it takes: {@link Normalizer}.
 */
public final class MinMaxNormalizer extends Normalizer<MinMaxNormalizer, MinMaxNormalizerModel> {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<MinMaxNormalizer> IO =
      new DefaultParamsReadable<>() {};

  /** A normalizer with default params and a random uid. */
  public MinMaxNormalizer() {
    this(Identifiable.randomUID("minMaxNormalizer"));
  }

  /** A normalizer with default params and this uid; copy and load call it. */
  public MinMaxNormalizer(String uid) {
    super(uid);
  }

  @Override
  MinMaxNormalizer self() {
    return this;
  }

  @Override
  NormalizerNeeds needs() {
    return new NormalizerNeeds(Scaling.MIN_MAX);
  }

  @Override
  MinMaxNormalizerModel model(List<NumberStatistics> statistics) {
    return new MinMaxNormalizerModel(uid(), statistics);
  }

  /** A reader of saved normalizers. */
  public static MLReader<MinMaxNormalizer> read() {
    return IO.read();
  }

  /** Loads a saved normalizer. */
  public static MinMaxNormalizer load(String path) {
    return read().load(path);
  }
}
