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
