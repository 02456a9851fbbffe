package io.github.sparknn.datasets;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which positions of a flat row hold category ids, 0 .. ids-1, instead of numbers. To a network an
 * id is as many values as there are ids, all 0 but that at the id, 1 (one-hot). Immutable.
 */
public final class Vocabulary implements Serializable {
  /**
   * Key in the metadata of a flat column, a long array: for each position the number of ids, or 0
   * where it holds a number.
   */
  public static final String METADATA = "tensor.vocabulary";

  /** Numbers only. */
  public static final Vocabulary NONE = new Vocabulary(new int[0]);

  private static final long serialVersionUID = 1L;

  private final int[] ids;

  private Vocabulary(int[] ids) {
    this.ids = ids;
  }

  /**
   * By the number of ids at each position.
   *
   * @param ids 0 where there is a number; empty for numbers only
   * @throws IllegalArgumentException if a number is negative, or they need 2^31 values or more
   */
  public static Vocabulary of(int[] ids) {
    if (Arrays.stream(ids).anyMatch(n -> n < 0)
        || Arrays.stream(ids).mapToLong(n -> Math.max(1, n)).sum() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Invalid vocabulary: %s (must be positive numbers of ids, 0 for numbers, less than 2^31"
                  .formatted(Arrays.toString(ids))
              + " in all)");
    }
    return Arrays.stream(ids).allMatch(n -> n == 0) ? NONE : new Vocabulary(ids.clone());
  }

  /**
   * What columns say by their metadata.
   *
   * @param sizes floats per row of each column
   * @throws IllegalArgumentException if a column's metadata hold another number of values
   */
  static Vocabulary of(StructType schema, List<String> columns, int[] sizes) {
    int[] ids = new int[Arrays.stream(sizes).sum()];
    int position = 0;
    for (int i = 0; i < sizes.length; i++) {
      StructField field = schema.apply(columns.get(i));
      if (field.metadata().contains(METADATA)) {
        long[] ofColumn = field.metadata().getLongArray(METADATA);
        if (ofColumn.length != sizes[i]) {
          throw new IllegalArgumentException(
              "Invalid metadata %s of column '%s': %s (must hold the %d values of a row)"
                  .formatted(METADATA, field.name(), Arrays.toString(ofColumn), sizes[i]));
        }
        for (int j = 0; j < ofColumn.length; j++) {
          ids[position + j] = Math.toIntExact(ofColumn[j]);
        }
      }
      position += sizes[i];
    }
    return of(ids);
  }

  /** Whether all positions hold numbers. */
  public boolean isEmpty() {
    return ids.length == 0;
  }

  /** The number of ids at each position, 0 where there is a number; empty for numbers only. */
  public int[] ids() {
    return ids.clone();
  }

  void requirePositions(List<String> columns, int size) {
    if (!isEmpty() && ids.length != size) {
      throw new IllegalArgumentException(
          "Cannot read columns %s with the vocabulary %s: they hold %d values per row"
              .formatted(columns, this, size));
    }
  }

  /** Values of a row with one-hot ids; of no use where there are none. */
  public int expandedSize() {
    return Arrays.stream(ids).map(n -> Math.max(1, n)).sum();
  }

  /** Where each position's first value is in a row with one-hot ids. */
  public int[] offsets() {
    int[] offsets = new int[ids.length];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + Math.max(1, ids[i - 1]);
    }
    return offsets;
  }

  /**
   * Rows with one-hot ids.
   *
   * @param rows {@code float[count, positions]}, ids that there are
   * @param expanded receives {@code float[count, expandedSize()]}
   */
  public void expand(float[] rows, int count, float[] expanded) {
    int width = expandedSize();
    Arrays.fill(expanded, 0, Math.multiplyExact(count, width), 0f);
    int[] offsets = offsets();
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < ids.length; i++) {
        float value = rows[row * ids.length + i];
        int start = row * width + offsets[i];
        if (ids[i] == 0) {
          expanded[start] = value;
        } else {
          expanded[start + (int) value] = 1f;
        }
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary vocabulary && Arrays.equals(ids, vocabulary.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
