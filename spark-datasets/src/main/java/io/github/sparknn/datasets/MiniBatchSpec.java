package io.github.sparknn.datasets;

import java.io.Serializable;

/** What the rows of a mini-batch consist of. Immutable. */
public final class MiniBatchSpec implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RowTensor features;
  private final RowTensor labels;
  private final boolean weighted;
  private final Vocabulary vocabulary;

  private MiniBatchSpec(
      RowTensor features, RowTensor labels, boolean weighted, Vocabulary vocabulary) {
    this.features = features;
    this.labels = labels;
    this.weighted = weighted;
    this.vocabulary = vocabulary;
  }

  /**
   * Rows without weights, all of one length.
   *
   * @param featureShape shape of one row's features, each dimension positive
   * @param labelSize floats of one row's labels, 0 for none
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static MiniBatchSpec of(int[] featureShape, int labelSize) {
    TensorShapes.check("featureShape", featureShape);
    if (labelSize < 0) {
      throw new IllegalArgumentException(
          "Invalid labelSize: " + labelSize + " (must not be negative)");
    }
    return new MiniBatchSpec(
        new RowTensor(featureShape, false),
        new RowTensor(new int[] {labelSize}, false),
        false,
        Vocabulary.NONE);
  }

  /**
   * Rows without weights as a spec reads them: sequences with their lengths, ids as they are.
   *
   * @param exampleShape in which a network takes rows of numbers
   * @param labelSize as in {@link #of(int[], int)}
   */
  public static MiniBatchSpec of(TensorSpec features, int[] exampleShape, int labelSize) {
    if (!features.vocabulary().isEmpty()) {
      return of(features.shape(), labelSize).withVocabulary(features.vocabulary());
    }
    MiniBatchSpec spec = of(exampleShape, labelSize);
    return features.isSequence() ? spec.withSequences() : spec;
  }

  /** The same with a weight for each row. */
  public MiniBatchSpec withWeights() {
    return new MiniBatchSpec(features, labels, true, vocabulary);
  }

  /** The same with ids at some positions of the features. */
  public MiniBatchSpec withVocabulary(Vocabulary value) {
    return new MiniBatchSpec(features, labels, weighted, value);
  }

  /** The same with features that are sequences, of the shape time, features, and vary in length. */
  public MiniBatchSpec withSequences() {
    return new MiniBatchSpec(new RowTensor(features.shape(), true), labels, weighted, vocabulary);
  }

  /**
   * The same with labels that are sequences and vary in length.
   *
   * @param steps of the longest row
   * @param size floats of each step
   * @throws IllegalArgumentException if a number is less than 1
   */
  public MiniBatchSpec withLabelSequences(int steps, int size) {
    int[] shape = {steps, size};
    TensorShapes.check("label shape", shape);
    return new MiniBatchSpec(features, new RowTensor(shape, true), weighted, vocabulary);
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  RowTensor features() {
    return features;
  }

  RowTensor labels() {
    return labels;
  }

  RowTensor weights() {
    return new RowTensor(new int[] {weighted ? 1 : 0}, false);
  }

  /**
   * A row's floats in one of the buffers.
   *
   * @param sequence whether a length follows them
   */
  record RowTensor(int[] shape, boolean sequence) implements Serializable {
    RowTensor {
      shape = shape.clone();
    }

    /** Floats of the tensor. */
    int size() {
      return TensorShapes.product(shape);
    }

    /** Floats of the row. */
    int rowFloats() {
      return sequence ? size() + 1 : size();
    }
  }
}
