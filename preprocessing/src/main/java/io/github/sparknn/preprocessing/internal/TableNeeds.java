package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What one pass over a table is to find.
 *
 * @param numbers for each numeric column, what beside its moments
 * @param categories columns of strings to count, which follow the numeric ones
 * @param relativeError of the ranks of quantiles
 */
public record TableNeeds(List<Set<ValueNeed>> numbers, int categories, double relativeError)
    implements Serializable {
  private static final int MOMENT_BYTES = 64;

  /**
   * Of about 100,000 distinct values; a million have 10 to 20 times as much. The driver then takes
   * at most 16 such columns of partitions at once, which fit spark.driver.maxResultSize.
   */
  private static final int COUNTED_BYTES = 2_000_000;

  /** Of a value in a quantile sketch, of which there are about 1 / relativeError. */
  private static final int SAMPLE_BYTES = 40;

  /** Position of a numeric column's {@code log(1 + value)} in the moments; -1 when not needed. */
  int[] logPositions() {
    int[] positions = new int[numbers.size()];
    int next = positions.length;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = numbers.get(i).contains(ValueNeed.LOG_MOMENTS) ? next++ : -1;
    }
    return positions;
  }

  int momentPositions() {
    return numbers.size()
        + (int) numbers.stream().filter(n -> n.contains(ValueNeed.LOG_MOMENTS)).count();
  }

  /** Bytes that the summary of a partition has, about. */
  long summaryBytes() {
    long bytes = (long) MOMENT_BYTES * momentPositions() + (long) COUNTED_BYTES * categories;
    for (Set<ValueNeed> needs : numbers) {
      bytes += valueBytes(needs, relativeError);
    }
    return bytes;
  }

  /** Bytes that the summary of one position has beside its moments, about. */
  static long valueBytes(Set<ValueNeed> needs, double relativeError) {
    return (needs.contains(ValueNeed.QUANTILES) ? (long) (SAMPLE_BYTES / relativeError) : 0)
        + (needs.contains(ValueNeed.COUNTS) ? COUNTED_BYTES : 0);
  }

  /** A summary for each position that needs more than moments, null for the others. */
  static ValueSummary[] summaries(List<Set<ValueNeed>> positions, double relativeError) {
    int sketches =
        (int) positions.stream().filter(needs -> needs.contains(ValueNeed.QUANTILES)).count();
    return positions.stream()
        .map(
            needs ->
                needs.isEmpty() || needs.equals(Set.of(ValueNeed.LOG_MOMENTS))
                    ? null
                    : new ValueSummary(needs, relativeError, sketches))
        .toArray(ValueSummary[]::new);
  }
}
