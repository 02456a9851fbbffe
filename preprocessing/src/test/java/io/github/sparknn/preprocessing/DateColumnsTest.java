package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Dates and timestamps of TablePreprocessor. */
class DateColumnsTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

  @TempDir private static Path directory;

  private static Dataset<Row> moments(String... texts) {
    Row[] rows = Stream.of(texts).map(Tables::row).toArray(Row[]::new);
    return Tables.of("text STRING", rows)
        .selectExpr("timestamp(text) AS t", "date(text) AS d", "CAST(text AS TIMESTAMP_NTZ) AS n");
  }

  private static TablePreprocessor of(String column, String... parts) {
    return new TablePreprocessor().setDateCols(new String[] {column}).setDateParts(parts);
  }

  private static float[] encoded(TablePreprocessor stage, Dataset<Row> data) {
    return floats(stage.fit(data).transform(data), "features").get(0);
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStages() {
    TablePreprocessor stage = new TablePreprocessor().setDateCols(new String[] {"t", "d", "n"});
    return StageContract.of(
        stage, moments("2024-02-29 13:30:00", "1969-12-31 23:59:59", null).cache(), directory);
  }

  @Test
  void givesSineAndCosineOfEachCycle() {

    Dataset<Row> april = moments("2024-04-16 06:00:00"); // a Tuesday, day 107 of 366
    assertTurns(encoded(of("t", "timeOfDay"), april), 0.25);
    assertTurns(encoded(of("t", "dayOfWeek"), april), 1 / 7.0);
    assertTurns(encoded(of("t", "dayOfMonth"), april), 15 / 30.0);
    assertTurns(encoded(of("t", "month"), april), 3 / 12.0);
    assertTurns(encoded(of("t", "dayOfYear"), april), 106 / 366.0);
    assertTurns(encoded(of("n", "month", "timeOfDay"), april), 0.25, 0.25);
  }

  @Test
  void countsBackwardsBefore1970() {
    Dataset<Row> eve = moments("1969-12-31 18:00:00"); // a Wednesday
    assertTurns(
        encoded(of("t", "timeOfDay", "dayOfWeek", "dayOfYear"), eve), 0.75, 2 / 7.0, 364 / 365.0);
  }

  private static void assertTurns(float[] values, double... turns) {
    float[] expected = new float[2 * turns.length];
    for (int k = 0; k < turns.length; k++) {
      expected[2 * k] = (float) Math.sin(2 * Math.PI * turns[k]);
      expected[2 * k + 1] = (float) Math.cos(2 * Math.PI * turns[k]);
    }
    assertThat(values).containsExactly(expected, CLOSE);
  }

  @Test
  void usesTheSessionsTimeZoneForTimestamps() {
    Dataset<Row> data = moments("2024-04-16 06:00:00"); // UTC
    SharedSpark.session().conf().set("spark.sql.session.timeZone", "Asia/Tokyo"); // 9 hours on
    try {
      assertTurns(encoded(of("t", "timeOfDay"), data.select("t")), 15 / 24.0);
    } finally {
      SharedSpark.session().conf().set("spark.sql.session.timeZone", "UTC");
    }
  }

  @Test
  void datesHaveNoTimeOfDayAndNullIsTheCentre() {
    Dataset<Row> data = moments("2024-04-16 06:00:00", null);
    TablePreprocessorModel model = of("d", "timeOfDay", "month").fit(data);
    assertThat(model.featureNames()).containsExactly("d:month:sin", "d:month:cos");
    assertThat(floats(model.transform(data), "features").get(1)).containsExactly(0, 0);
    for (String type : new String[] {"sparseVector", "denseVector"}) {
      Dataset<Row> vectors = model.setOutputType(type).transform(data);
      assertThat(Tables.vectors(vectors, "features").get(1).toArray()).containsExactly(0, 0);
    }
  }

  @Test
  void datesStandBetweenNumbersAndCategories() {
    Dataset<Row> data = moments("2024-07-01 00:00:00").selectExpr("d", "5 AS x", "'a' AS c");
    TablePreprocessor stage =
        of("d", "month")
            .setNumericCols(new String[] {"x"})
            .setNumericScaling("none")
            .setCategoricalCols(new String[] {"c"});
    assertThat(stage.fit(data).featureNames())
        .containsExactly("x", "d:month:sin", "d:month:cos", "c=a", "c=?");
    assertThat(encoded(stage, data)).containsExactly(new float[] {5, 0, -1, 1, 0}, CLOSE);
  }

  @Test
  void refusesOtherColumnsAndParts() {
    Dataset<Row> data = moments("2024-07-01 00:00:00").selectExpr("d", "string(d) AS text");
    assertThatThrownBy(() -> of("text", "month").fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot use column 'text' of dateCols: its type is string, expected date, timestamp or"
                + " timestamp_ntz");
    assertThatThrownBy(() -> of("d", "timeOfDay").fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid dateParts: timeOfDay (must hold a part other than timeOfDay, since column 'd'"
                + " is a date)");
    assertThatThrownBy(() -> of("d", "month", "month"))
        .hasMessage(
            "Invalid dateParts: [month, month] (must be some of timeOfDay, dayOfWeek, dayOfMonth,"
                + " month, dayOfYear, each once)");
    assertThatThrownBy(() -> of("d", "month").setDateCols(new String[] {"d", "d"}).fit(data))
        .hasMessage("Invalid dateCols: d, d (must be distinct, 'd' comes twice)");
    TablePreprocessorModel model = of("d", "month").fit(data);
    assertThatThrownBy(() -> model.transform(data.drop("d")))
        .hasMessage("Cannot find column 'd' of dateCols: the DataFrame has text");
  }
}
