package io.github.sparknn.training.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The rounds of a training in bounded memory: when there are too many entries, each two neighbours
 * become one. Not thread-safe.
 */
public final class RoundHistory {
  private static final int CAPACITY = 1024;

  private final List<RoundReport> entries = new ArrayList<>();
  private int roundsPerEntry = 1;

  /** Appends the next round. */
  public void add(RoundReport round) {
    int last = entries.size() - 1;
    if (last >= 0 && entries.get(last).rounds() < roundsPerEntry) {
      entries.set(last, entries.get(last).plus(round));
      return;
    }
    if (entries.size() == CAPACITY) {
      halve();
    }
    entries.add(round);
  }

  private void halve() {
    for (int i = 0; i < CAPACITY / 2; i++) {
      entries.set(i, entries.get(2 * i).plus(entries.get(2 * i + 1)));
    }
    entries.subList(CAPACITY / 2, CAPACITY).clear();
    roundsPerEntry *= 2;
  }

  /** What {@link #entries} gave when a training was saved. */
  public void restore(List<RoundReport> saved) {
    entries.clear();
    entries.addAll(saved);
    roundsPerEntry = saved.stream().mapToInt(RoundReport::rounds).max().orElse(1);
  }

  /** A copy of the entries, in order; all but the last cover the same number of rounds. */
  public List<RoundReport> entries() {
    return List.copyOf(entries);
  }
}
