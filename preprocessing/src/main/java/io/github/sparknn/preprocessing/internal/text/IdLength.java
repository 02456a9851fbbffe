package io.github.sparknn.preprocessing.internal.text;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How long arrays of ids are.
 *
 * @param maximum the most ids; 0: no limit
 * @param cutsFront whether longer ones lose their first ids, not their last ones
 * @param fills whether shorter ones are filled to the maximum
 * @param fillsFront whether they are filled in front, not at the end
 */
public record IdLength(int maximum, boolean cutsFront, boolean fills, boolean fillsFront)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether no further ids are wanted after so many. */
  boolean full(int size) {
    return maximum > 0 && size == maximum && !cutsFront;
  }

  /** A new array of the first {@code size} ids, cut and filled. */
  int[] fit(int[] ids, int size, int filler) {
    int kept = maximum == 0 ? size : Math.min(size, maximum);
    int from = cutsFront ? size - kept : 0;
    int[] result = Arrays.copyOfRange(ids, from, from + kept);
    if (!fills || kept == maximum) {
      return result;
    }
    int[] filled = new int[maximum];
    Arrays.fill(filled, filler);
    System.arraycopy(result, 0, filled, fillsFront ? maximum - kept : 0, kept);
    return filled;
  }
}
