package io.github.sparknn.preprocessing.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class TokenCountsTest {
  private static final List<Row> TEXTS =
      Arrays.asList(
          RowFactory.create("b a b"),
          RowFactory.create((Object) null),
          RowFactory.create("c d a"),
          RowFactory.create("a"));

  @Test
  void addUpToTheSameHoweverFewTokensAreHeld() {
    for (int held : new int[] {1, 2, 100}) {
      List<Row> rows = new ArrayList<>();
      new TokenCounts(TEXTS.iterator(), true, held, null).forEachRemaining(rows::add);
      Map<String, List<Long>> sums = new HashMap<>();
      for (Row row : rows) {
        sums.merge(
            row.getString(0),
            List.of(row.getLong(1), row.getLong(2)),
            (x, y) -> List.of(x.get(0) + y.get(0), x.get(1) + y.get(1)));
      }
      Map<String, List<Long>> expected = new HashMap<>();
      expected.put("a", List.of(3L, 3L));
      expected.put("b", List.of(2L, 1L));
      expected.put("c", List.of(1L, 1L));
      expected.put("d", List.of(1L, 1L));
      expected.put(null, List.of(3L, 3L));
      assertThat(sums).isEqualTo(expected);
      assertThat(rows.size()).isEqualTo(held == 100 ? 5 : 7);
    }
  }

  @Test
  void throwWhatTheyAreToldAtANull() {
    TokenCounts counts = new TokenCounts(TEXTS.iterator(), true, 1, "no null");
    assertThatThrownBy(() -> counts.forEachRemaining(row -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no null");
  }
}
