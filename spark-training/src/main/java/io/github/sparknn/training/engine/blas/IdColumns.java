package io.github.sparknn.training.engine.blas;

import io.github.sparknn.datasets.Vocabulary;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The product of rows that hold ids with a weight matrix, and its gradient, without one-hot rows:
 * for an id the matrix' column is added, numbers are multiplied. Buffers grow to the largest number
 * of rows seen.
 */
final class IdColumns {
  private final int positions;
  private final int width;
  private final int[] numbers;
  private final int[] numberColumns;
  private final int[] idPositions;
  private final int[] idColumns;

  /** float[rows, numbers]. */
  private float[] x = {};

  /** int[id positions, rows]: the matrix' columns. */
  private int[] columns = {};

  /** float[outputs, numbers]: the matrix' columns of numbers, or their gradient. */
  private float[] packed = {};

  private float[] product = {};

  IdColumns(Vocabulary vocabulary) {
    int[] ids = vocabulary.ids();
    int[] offsets = vocabulary.offsets();
    positions = ids.length;
    width = vocabulary.expandedSize();
    numbers = IntStream.range(0, positions).filter(i -> ids[i] == 0).toArray();
    idPositions = IntStream.range(0, positions).filter(i -> ids[i] > 0).toArray();
    numberColumns = Arrays.stream(numbers).map(i -> offsets[i]).toArray();
    idColumns = Arrays.stream(idPositions).map(i -> offsets[i]).toArray();
  }

  /** Values of a row with one-hot ids. */
  int width() {
    return width;
  }

  /**
   * z += x Wᵀ, W as {@code float[outputs, width()]} in the workbench's parameters.
   *
   * @param rows {@code float[count, positions]}
   */
  void addProduct(Workbench bench, float[] rows, int weights, float[] z, int count, int outputs) {
    split(rows, count);
    if (numbers.length > 0) {
      packed = LayerKernel.atLeast(packed, outputs * numbers.length);
      for (int out = 0; out < outputs; out++) {
        int row = weights + out * width;
        for (int i = 0; i < numbers.length; i++) {
          packed[out * numbers.length + i] = bench.parameters[row + numberColumns[i]];
        }
      }
      bench.multiply(
          false,
          true,
          count,
          outputs,
          numbers.length,
          x,
          0,
          numbers.length,
          packed,
          0,
          numbers.length,
          1f,
          z,
          0,
          outputs);
    }
    product = LayerKernel.atLeast(product, count);
    for (int out = 0; out < outputs; out++) {
      gather(bench.parameters, weights + out * width, count);
      for (int row = 0; row < count; row++) {
        z[row * outputs + out] += product[row];
      }
    }
  }

  /** The sum of each row's columns in one row of the matrix. */
  private void gather(float[] parameters, int from, int count) {
    Arrays.fill(product, 0, count, 0f);
    for (int i = 0; i < idPositions.length; i++) {
      int start = i * count;
      for (int row = 0; row < count; row++) {
        product[row] += parameters[from + columns[start + row]];
      }
    }
  }

  /** ∂W = ∂zᵀ x of the last product's rows, into the gradient. */
  void weightGradient(Workbench bench, float[] dz, int weights, int count, int outputs) {
    Arrays.fill(bench.gradient, weights, weights + outputs * width, 0f);
    if (numbers.length > 0) {
      bench.multiply(
          true,
          false,
          outputs,
          numbers.length,
          count,
          dz,
          0,
          outputs,
          x,
          0,
          numbers.length,
          0f,
          packed,
          0,
          numbers.length);
    }
    for (int out = 0; out < outputs; out++) {
      int row = weights + out * width;
      for (int i = 0; i < numbers.length; i++) {
        bench.gradient[row + numberColumns[i]] = packed[out * numbers.length + i];
      }
      for (int i = 0; i < idPositions.length; i++) {
        for (int r = 0; r < count; r++) {
          bench.gradient[row + columns[i * count + r]] += dz[r * outputs + out];
        }
      }
    }
  }

  private void split(float[] rows, int count) {
    x = LayerKernel.atLeast(x, Math.multiplyExact(count, numbers.length));
    if (columns.length < count * idPositions.length) {
      columns = new int[Math.multiplyExact(count, idPositions.length)];
    }
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < numbers.length; i++) {
        x[row * numbers.length + i] = rows[row * positions + numbers[i]];
      }
      for (int i = 0; i < idPositions.length; i++) {
        columns[i * count + row] = idColumns[i] + (int) rows[row * positions + idPositions[i]];
      }
    }
  }
}
