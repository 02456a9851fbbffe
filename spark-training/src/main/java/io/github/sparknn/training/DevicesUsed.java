package io.github.sparknn.training;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What each worker of a training computed on so far. */
final class DevicesUsed {
  private final List<Set<String>> devices = new ArrayList<>();

  DevicesUsed(int workers) {
    for (int i = 0; i < workers; i++) {
      devices.add(new LinkedHashSet<>());
    }
  }

  /** Counts a round's results, in worker order. */
  void add(List<RoundResult> round) {
    for (int i = 0; i < devices.size(); i++) {
      if (round.get(i).device() != null) {
        devices.get(i).add(round.get(i).device());
      }
    }
  }

  /** In worker order: all that a worker computed on, or "nothing". */
  List<String> names() {
    return devices.stream()
        .map(names -> names.isEmpty() ? "nothing" : String.join(", ", names))
        .toList();
  }
}
