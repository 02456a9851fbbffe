package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TablePreprocessorErrorsTest {
  private final Dataset<Row> flights = Tables.flights();

  private static TablePreprocessor numeric(String... columns) {
    return new TablePreprocessor().setNumericCols(columns);
  }

  private static TablePreprocessor categorical(String... columns) {
    return new TablePreprocessor().setCategoricalCols(columns);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void listsTheColumnsWhenOneIsMissing() {
    String message =
        "Cannot find column 'Delay' of numericCols: the DataFrame has id, delay, carrier";
    assertRefused(() -> numeric("Delay").fit(flights), message);
    assertRefused(() -> numeric("Delay").transformSchema(flights.schema()), message);
    TablePreprocessorModel model = numeric("delay").fit(flights);
    assertRefused(
        () -> model.transform(flights.drop("delay")),
        "Cannot find column 'delay' of numericCols: the DataFrame has id, carrier");
  }

  @Test
  void namesColumnAndTypesWhenATypeIsWrong() {
    assertRefused(
        () -> numeric("carrier").fit(flights),
        "Cannot use column 'carrier' of numericCols: its type is string, expected a numeric type"
            + " or boolean");
    assertRefused(
        () -> categorical("delay").fit(flights),
        "Cannot use column 'delay' of categoricalCols: its type is double, expected string,"
            + " boolean or an integral type");
    TablePreprocessorModel model = numeric("delay").fit(flights);
    Dataset<Row> text = flights.withColumn("delay", flights.col("carrier"));
    assertRefused(
        () -> model.transformSchema(text.schema()),
        "Cannot use column 'delay' of numericCols: its type is string, expected a numeric type"
            + " or boolean");
  }

  @Test
  void categoriesAreNotTakenInAnotherTypeThanAtFit() {
    TablePreprocessorModel model = categorical("id").fit(flights);
    String message =
        "Cannot use column 'id' of categoricalCols: its type is boolean, expected an integral type"
            + " or string (at fit it was int)";
    Dataset<Row> truths = flights.withColumn("id", flights.col("id").cast("boolean"));
    assertRefused(() -> model.transform(truths), message);
    assertRefused(() -> model.transformSchema(truths.schema()), message);
    Dataset<Row> texts = flights.withColumn("id", flights.col("id").cast("string"));
    assertThat(Tables.floats(model.transform(texts), "features").get(1))
        .containsExactly(0, 1, 0, 0, 0);
  }

  @Test
  void refusesColumnsNamedTwice() {
    assertRefused(
        () -> numeric("delay", "id", "delay").fit(flights),
        "Invalid numericCols: delay, id, delay (must be distinct, 'delay' comes twice)");
    assertRefused(
        () -> numeric("id").setCategoricalCols(new String[] {"carrier", "id"}).fit(flights),
        "Invalid categoricalCols: carrier, id (must not name 'id', which numericCols names)");
  }

  @Test
  void refusesAnOutputColumnThatExists() {
    assertRefused(
        () -> numeric("delay").setOutputCol("id").fit(flights),
        "Invalid outputCol: id (must be a new column, the DataFrame has id, delay, carrier)");
    TablePreprocessorModel model = numeric("delay").fit(flights);
    assertRefused(
        () -> model.transform(model.transform(flights)),
        "Invalid outputCol: features (must be a new column, the DataFrame has id, delay, carrier,"
            + " features)");
  }

  @Test
  void refusesToFitNothing() {
    assertRefused(
        () -> new TablePreprocessor().fit(flights),
        "Cannot preprocess table: none of numericCols, categoricalCols and dateCols is set");
    assertRefused(
        () -> numeric("delay").fit(flights.limit(0)),
        "Cannot fit TablePreprocessor: the DataFrame is empty");
  }

  @Test
  void refusesColumnsThatCannotBeStandardized() {
    Dataset<Row> infinite =
        Tables.of("x DOUBLE, y DOUBLE", row(1.0, 2.0), row(2.0, Double.NEGATIVE_INFINITY));
    assertRefused(
        () -> numeric("x", "y").fit(infinite),
        "Cannot fit TablePreprocessor: column 'y' holds an infinite value");
    Dataset<Row> missing = Tables.of("x DOUBLE, y DOUBLE", row(1.0, null), row(null, Double.NaN));
    assertRefused(
        () -> numeric("x", "y").fit(missing),
        "Cannot fit TablePreprocessor: column 'y' has no value, only null or NaN");
    assertRefused(
        () -> numeric("x").setImputation("none").fit(missing),
        "Cannot fit TablePreprocessor: column 'x' has 1 missing values (null or NaN) and imputation"
            + " is none (imputation = mean fills them, handleInvalid = keep gives such rows a null"
            + " tensor)");
  }

  @Test
  void refusesACategoricalColumnWithTooManyValues() {
    Dataset<Row> ids = flights.sparkSession().range(0, 1_000_001, 1, 2).toDF("id");
    assertRefused(
        () -> categorical("id").fit(ids),
        "Cannot fit TablePreprocessor: column 'id' has more than 1000000 distinct values, or 256 MiB"
            + " of them, too many to learn (categoricalEncoding = hash learns none)");
  }

  @Test
  void refusesParamValuesItDoesNotKnow() {
    TablePreprocessor stage = numeric("delay");
    assertRefused(
        () -> stage.setNumericScaling("max"),
        "Invalid numericScaling: max (must be one of standard, minMax, maxAbs, robust,"
            + " log1p+standard, none)");
    assertRefused(
        () -> stage.copy(new ParamMap().put(stage.imputation(), "mode")),
        "Invalid imputation: mode (must be one of mean, median, mostFrequent, constant, none)");
    assertRefused(
        () -> stage.setCategoricalEncoding("target"),
        "Invalid categoricalEncoding: target (must be one of oneHot, index, hash, frequency)");
    assertRefused(
        () -> stage.setHashBuckets(1 << 24),
        "Invalid hashBuckets: 16777216 (must be from 1 to 16777215)");
    assertRefused(
        () -> stage.setOutputType("tensor"),
        "Invalid outputType: tensor (must be one of array, ids, packedIds, vector, sparseVector,"
            + " denseVector)");
    assertRefused(() -> stage.setMaxCategories(0), "Invalid maxCategories: 0 (must be at least 1)");
    assertRefused(
        () -> stage.setNumericCols(new String[] {"a", ""}),
        "Invalid numericCols: [a, ] (must be column names)");
    assertRefused(() -> stage.setOutputCol(""), "Invalid outputCol:  (must be a column name)");
  }

  @Test
  void refusesAModelWhoseColumnsChangedInNumber() {
    TablePreprocessorModel model = numeric("delay").fit(flights);
    ParamMap other = new ParamMap().put(model.numericCols(), new String[] {"delay", "id"});
    assertRefused(
        () -> model.transform(flights, other),
        "Invalid numericCols: 2 columns (must be 1, as at fit)");
  }
}
