package io.github.sparknn.datasets.idx;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How an IDX file begins: two zero bytes, the type's code, the rank, and the dimensions as
 * big-endian ints. The first dimension counts the items.
 */
record IdxHeader(IdxType type, List<Integer> dimensions) implements Serializable {

  /**
   * Reads a header from the start of a file.
   *
   * @throws IllegalArgumentException if it is none
   */
  static IdxHeader read(DataInputStream in, String path) throws IOException {
    try {
      int magic = in.readInt();
      IdxType type = IdxType.ofCode(magic >> 8);
      int rank = magic & 0xFF;
      if (type == null || rank == 0) {
        throw new IllegalArgumentException(
            "Cannot read '%s': it is not an IDX file (magic number 0x%08x)".formatted(path, magic));
      }
      List<Integer> dimensions = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        dimensions.add(in.readInt());
      }
      IdxHeader header = new IdxHeader(type, List.copyOf(dimensions));
      header.check(path);
      return header;
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "Cannot read '%s': it is not an IDX file (it ends within the header)".formatted(path), e);
    }
  }

  private void check(String path) {
    long values = 1;
    boolean valid = items() >= 0;
    for (int dimension : dimensions.subList(1, dimensions.size())) {
      valid &= dimension > 0;
      values *= Math.max(1, dimension);
      valid &= values * type.bytes() <= Integer.MAX_VALUE;
      values = Math.min(values, Integer.MAX_VALUE);
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "Cannot read '%s': its dimensions %s are not those of an IDX file"
              .formatted(path, dimensions));
    }
  }

  int items() {
    return dimensions.get(0);
  }

  int rank() {
    return dimensions.size();
  }

  /** Numbers of one item. */
  int itemValues() {
    return dimensions.stream().skip(1).reduce(1, Math::multiplyExact);
  }

  int itemBytes() {
    return itemValues() * type.bytes();
  }

  /** Where an item begins; past the last one, the file's length. */
  long position(int item) {
    return Integer.BYTES * (1L + rank()) + (long) item * itemBytes();
  }

  /** The shape of an item's tensor: a flat item {n}, a matrix an image of one channel. */
  long[] itemShape() {
    return switch (rank()) {
      case 1 -> new long[] {1};
      case 3 -> new long[] {1, dimensions.get(1), dimensions.get(2)};
      default -> dimensions.stream().skip(1).mapToLong(Integer::longValue).toArray();
    };
  }
}
