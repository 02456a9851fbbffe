package io.github.sparknn.preprocessing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class CategoryCountsTest {
  private static CategoryCounts of(int limit, String... values) {
    CategoryCounts counts = new CategoryCounts(limit);
    for (String value : values) {
      counts.add(UTF8String.fromString(value), 1);
    }
    return counts;
  }

  @Test
  void sortsCategoriesByValue() {
    assertThat(of(10, "b", "a", "", "c", "a").mostFrequent(10, 1).keySet())
        .containsExactly("", "a", "b", "c");
  }

  @Test
  void keepsTheMostFrequentAndOfEquallyFrequentOnesTheSmaller() {
    CategoryCounts counts = of(10, "z", "z", "z", "c", "b", "a");
    assertThat(counts.mostFrequent(1, 1).keySet()).containsExactly("z");
    assertThat(counts.mostFrequent(3, 1).keySet()).containsExactly("a", "b", "z");
  }

  @Test
  void leavesOutWhatIsTooRare() {
    CategoryCounts counts = of(10, "b", "a", "b", "c", "c", "c");
    assertThat(counts.mostFrequent(10, 2)).containsExactly(Map.entry("b", 2L), Map.entry("c", 3L));
  }

  @Test
  void mergesCounts() {
    CategoryCounts counts = of(10, "a", "b", "b");
    counts.merge(of(10, "a", "a", "c"));
    assertThat(counts.mostFrequent(1, 1).keySet()).containsExactly("a");
    assertThat(counts.mostFrequent(10, 1).keySet()).containsExactly("a", "b", "c");
  }

  @Test
  void onlyRemembersThatThereAreMoreThanTheLimit() {
    assertThat(of(2, "a", "b", "a").overLimit()).isFalse();
    assertThat(of(2, "a", "b", "c", "d").overLimit()).isTrue();
    CategoryCounts merged = of(2, "a", "b");
    merged.merge(of(2, "b", "c"));
    assertThat(merged.overLimit()).isTrue();
    CategoryCounts whole = of(2, "a");
    whole.merge(of(2, "x", "y", "z"));
    assertThat(whole.overLimit()).isTrue();
  }

  @Test
  void tableFindsManyStringsAfterGrowing() {
    List<String> strings = IntStream.range(0, 5000).mapToObj(i -> "ключ-" + i * 7919).toList();
    StringTable table = StringTable.of(strings);
    assertThat(table.size()).isEqualTo(5000);
    new Random(1)
        .ints(500, 0, 5000)
        .forEach(
            i -> {
              UTF8String string = UTF8String.fromString(strings.get(i));
              assertThat(table.find(string)).isEqualTo(i);
              assertThat(table.get(i)).isEqualTo(string);
            });
    assertThat(table.find(UTF8String.fromString("ключ"))).isEqualTo(-1);
    assertThat(table).isEqualTo(StringTable.of(strings)).hasSameHashCodeAs(StringTable.of(strings));
    assertThat(table).isNotEqualTo(StringTable.of(strings.subList(0, 4999)));
  }

  @Test
  void travelsWithoutWhatCanBeMadeAnew() throws Exception {
    CategoryCounts counts = new CategoryCounts(100_000);
    for (int i = 0; i < 33_000; i++) {
      counts.add(UTF8String.fromString("%08d".formatted(i)), 1 + i % 3);
    }
    counts.compress();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(counts);
    }
    // A string of 8 bytes, where it ends in 4 bytes, how often it comes in 8.
    assertThat(bytes.size()).isBetween(33_000 * 20, 33_000 * 20 + 1_000);
    CategoryCounts copy;
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (CategoryCounts) in.readObject();
    }
    for (CategoryCounts each : List.of(counts, copy)) {
      each.merge(of(10, "00000001", "new", "newer", "newer", "newer", "newer"));
    }
    assertThat(copy.mostFrequent(40_000, 1))
        .isEqualTo(counts.mostFrequent(40_000, 1))
        .hasSize(33_002)
        .containsEntry("00000001", 3L)
        .containsEntry("newer", 4L);
  }

  @Test
  void anEmptyTableTravels() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CategoryCounts none = new CategoryCounts(10);
    none.compress();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(none);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      CategoryCounts copy = (CategoryCounts) in.readObject();
      copy.merge(of(10, "b", "a", "b"));
      assertThat(copy.mostFrequent(10, 1)).containsExactly(Map.entry("a", 1L), Map.entry("b", 2L));
    }
  }
}
