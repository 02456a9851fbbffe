package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.Date;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TableInverseTest {
  private static final String[] NUMBERS = {"s", "m", "x", "r", "l", "n", "k"};

  private final Dataset<Row> data =
      Tables.of(
          "s DOUBLE, m DOUBLE, x INT, r DOUBLE, l DOUBLE, n DOUBLE, k DOUBLE, c STRING, i INT,"
              + " f STRING, d DATE",
          row(1.0, 1.0, -4, 1.0, 0.0, 2.5, 8.0, "b", 7, "u", Date.valueOf("2024-02-29")),
          row(2.0, 5.0, 2, 9.0, 99.0, 3.5, 8.0, null, 9, "v", null),
          row(null, 3.0, null, 4.0, 1e4, -1.0, 8.0, "a", 7, "u", null),
          row(4.0, 2.0, 0, 2.0, 3.0, 0.0, 8.0, "b", null, "u", null));

  private TablePreprocessor preprocessor() {
    return new TablePreprocessor()
        .setNumericCols(NUMBERS)
        .setNumericScalingOverrides(
            new String[] {"m=minMax", "x=maxAbs", "r=robust", "l=log1p+standard", "n=none"})
        .setCategoricalCols(new String[] {"c", "i"})
        .setCategoricalEncodingOverrides(new String[] {"i=index"});
  }

  private static String[] restored(String... columns) {
    return Arrays.stream(columns).map(column -> column + "2").toArray(String[]::new);
  }

  @Test
  void restoresNumbersAndCategories() {
    String[] columns = {"i", "s", "m", "x", "r", "l", "n", "k", "c"};
    for (boolean indicator : List.of(true, false)) {
      TablePreprocessorModel model = preprocessor().setMissingIndicator(indicator).fit(data);
      for (String type :
          List.of("array", "ids", "packedIds", "vector", "sparseVector", "denseVector")) {
        model.setOutputType(type);
        List<Row> rows =
            model
                .inverse(model.transform(data), "features", columns, restored(columns))
                .collectAsList();
        for (Row row : rows) {
          for (String name : NUMBERS) {
            double before =
                row.isNullAt(row.fieldIndex(name))
                    ? Double.NaN
                    : ((Number) row.getAs(name)).doubleValue();
            Double after = row.getAs(name + "2");
            if (Double.isNaN(before)) {
              assertThat(after == null).as(type + " " + name).isEqualTo(indicator);
            } else {
              // The array holds floats.
              assertThat(after)
                  .as(type + " " + name)
                  .isCloseTo(before, within(1e-6 * (10 + Math.abs(before))));
            }
          }
          assertThat(row.<String>getAs("c2")).isEqualTo(row.<String>getAs("c"));
          assertThat(row.<Integer>getAs("i2")).isEqualTo(row.<Integer>getAs("i"));
        }
      }
    }
  }

  @Test
  void givesWhatStoodForAMissingNumber() {
    TablePreprocessorModel model = preprocessor().setOutputType("denseVector").fit(data);
    Dataset<Row> out =
        model.inverse(
            model.transform(data), "features", new String[] {"s"}, new String[] {"before"});
    assertThat(out.where("s IS NULL").select("before").head().getDouble(0))
        .isCloseTo(7 / 3.0, within(1e-12));
  }

  @Test
  void takesReconstructions() {
    TablePreprocessorModel model = preprocessor().fit(data);
    int width = model.featureNames().size();
    Dataset<Row> guess =
        data.limit(1).selectExpr("transform(sequence(1, " + width + "), v -> v * 0.1F) AS guess");
    Row row =
        model
            .inverse(guess, "guess", new String[] {"m", "c"}, new String[] {"m", "c"})
            .select("m", "c")
            .head();
    // m is the second position: minimum 1, maximum 5; of c's three positions the last is greatest.
    assertThat(row.getDouble(0)).isCloseTo(1 + 4 * 0.2, within(1e-6));
    assertThat(row.isNullAt(1)).isTrue();
    assertThatThrownBy(
            () ->
                model
                    .inverse(
                        guess.selectExpr("slice(guess, 1, 3) AS guess"),
                        "guess",
                        new String[] {"m"},
                        new String[] {"m"})
                    .collectAsList())
        .hasStackTraceContaining(
            "Cannot invert column 'guess': a row holds 3 values, expected " + width);
  }

  private void assertRefused(TablePreprocessor stage, String column, String message) {
    TablePreprocessorModel model = stage.fit(data);
    Dataset<Row> out = model.transform(data);
    String[] columns = {column};
    assertThatThrownBy(() -> model.inverse(out, "features", columns, restored(column)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void saysWhyAColumnHasNoInverse() {
    TablePreprocessor encoded =
        preprocessor()
            .setCategoricalCols(new String[] {"c", "f"})
            .setCategoricalEncodingOverrides(new String[] {"c=hash", "f=frequency"})
            .setDateCols(new String[] {"d"});
    assertRefused(
        encoded,
        "c",
        "Cannot invert column 'c': its encoding is hash, which keeps no category's name");
    assertRefused(
        encoded,
        "f",
        "Cannot invert column 'f': its encoding is frequency, which gives equally frequent"
            + " categories one value");
    assertRefused(
        encoded,
        "d",
        "Cannot invert column 'd': it became sines and cosines of its cycles, which keep no year");
    assertRefused(
        preprocessor().setClipQuantiles(new double[] {0.1, 0.9}),
        "s",
        "Cannot invert column 's': it is clipped, which gives all numbers beyond a quantile one"
            + " value");
    assertRefused(
        preprocessor(),
        "z",
        "Cannot invert column 'z': the model was fitted on [s, m, x, r, l, n, k, c, i]");
  }

  @Test
  void refusesColumnsThatDoNotFit() {
    TablePreprocessorModel model = preprocessor().fit(data);
    Dataset<Row> out = model.transform(data);
    String[] m = {"m"};
    assertThatThrownBy(() -> model.inverse(out, "features", m, new String[] {"a", "b"}))
        .hasMessage("Invalid outputColumns: 2 names (must be one for each of 1 columns)");
    assertThatThrownBy(() -> model.inverse(out, "c", m, restored("m")))
        .hasMessage(
            "Cannot use column 'c' of tensorColumn: its type is string, expected an array of a"
                + " numeric type, packed floats with metadata tensor.shape, or a vector");
    assertThatThrownBy(() -> model.inverse(out, "features", m, new String[] {"s"}))
        .hasMessageStartingWith(
            "Invalid outputColumns: s (must be a new column, the DataFrame has");
    Dataset<Row> ids = model.setOutputType("ids").transform(data);
    model.setOutputType("array");
    assertThatThrownBy(() -> model.inverse(ids, "features", m, restored("m")))
        .hasMessage("Cannot invert column 'features': its rows hold 9 values, expected 11");
  }
}
