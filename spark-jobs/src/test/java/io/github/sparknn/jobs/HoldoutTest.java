package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.jobs.config.HoldoutSection;
import io.github.sparknn.testing.SharedSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class HoldoutTest {
  private static final HoldoutSection FIFTH = new HoldoutSection(0.2, 7, List.of());

  private final Dataset<Row> table =
      SharedSpark.session()
          .range(10_000)
          .selectExpr("id", "id % 100 AS customer", "array(id) AS a");

  @Test
  void holdsOutAboutTheFraction() {
    assertThat(heldOut(table, FIFTH).count()).isBetween(1_900L, 2_100L);
  }

  @Test
  void choosesTheSameRowsHoweverTheTableIsPartitionedAndOrdered() {
    List<Row> rows = ids(table, FIFTH);
    assertThat(ids(table.repartition(7), FIFTH)).isEqualTo(rows);
    assertThat(ids(table.select("a", "customer", "id").coalesce(1), FIFTH)).isEqualTo(rows);
  }

  @Test
  void choosesOtherRowsForAnotherSeed() {
    assertThat(ids(table, new HoldoutSection(0.2, 8, List.of()))).isNotEqualTo(ids(table, FIFTH));
  }

  @Test
  void holdsOutWholeCustomersWhenTheirColumnDecides() {
    HoldoutSection byCustomer = new HoldoutSection(0.2, 7, List.of("customer"));
    Dataset<Row> customers = heldOut(table, byCustomer).groupBy("customer").count();
    assertThat(customers.filter("count <> 100").count()).isZero();
    assertThat(customers.count()).isBetween(10L, 30L);
  }

  @Test
  void leavesMapsOut() {
    Dataset<Row> withMap =
        table.selectExpr("*", "map(id, id) AS m", "named_struct('m', map(1, 2)) AS s");
    assertThat(ids(withMap, FIFTH)).isEqualTo(ids(table, FIFTH));
  }

  @Test
  void namesAColumnThatIsNotThere() {
    HoldoutSection byName = new HoldoutSection(0.2, 7, List.of("name"));
    assertThatThrownBy(() -> heldOut(table, byName))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot hold out rows: no column 'name' (columns: id, customer, a)");
    assertThatThrownBy(() -> heldOut(table.selectExpr("map(id, id) AS m"), FIFTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot hold out rows: no column has a hash (columns: m)");
  }

  private static Dataset<Row> heldOut(Dataset<Row> rows, HoldoutSection holdout) {
    return rows.filter(Holdout.condition(rows.schema(), holdout));
  }

  private static List<Row> ids(Dataset<Row> rows, HoldoutSection holdout) {
    return heldOut(rows, holdout).select("id").sort("id").collectAsList();
  }
}
