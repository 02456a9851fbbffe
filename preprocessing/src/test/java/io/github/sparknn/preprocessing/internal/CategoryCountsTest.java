package io.github.sparknn.preprocessing.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
}
