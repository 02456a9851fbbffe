package io.github.sparknn.datasets;

import java.io.Serializable;

/**
 * A pseudo-random permutation of 0..n-1 computed value by value, without a table: a balanced
 * Feistel network over the smallest even number of bits that holds n, walked until the value is
 * below n (4 times at most on average).
 *
 * <p>Source: Black and Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002 (generalized
 * Feistel and cycle walking). Our round function is a 64-bit mix, not a cipher.
 */
final class FeistelPermutation implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROUNDS = 6;

  private final long size;
  private final int halfBits;
  private final long halfMask;
  private final long[] keys = new long[ROUNDS];

  FeistelPermutation(long size, long seed) {
    this.size = size;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1));
    this.halfBits = (bits + 1) / 2;
    this.halfMask = (1L << halfBits) - 1;
    long key = seed;
    for (int i = 0; i < ROUNDS; i++) {
      key = Mix.mix(key + i + 1);
      keys[i] = key;
    }
  }

  /** Where index goes; every value of 0..n-1 is taken exactly once. */
  long apply(long index) {
    long value = index;
    do {
      value = encrypt(value);
    } while (value >= size);
    return value;
  }

  private long encrypt(long value) {
    long left = value >>> halfBits;
    long right = value & halfMask;
    for (long key : keys) {
      long next = left ^ (Mix.mix(right ^ key) & halfMask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
