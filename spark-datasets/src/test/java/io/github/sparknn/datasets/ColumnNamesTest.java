package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ColumnNamesTest {
  @Test
  void anyNameIsOneColumn() {
    assertThat(ColumnNames.quote("a.b `c`")).isEqualTo("`a.b ``c```");

    Dataset<Row> data = SharedSpark.session().range(3).toDF("a.b `c`");
    assertThat(data.select(ColumnNames.column("a.b `c`")).collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyInAnyOrder(0L, 1L, 2L);
  }
}
