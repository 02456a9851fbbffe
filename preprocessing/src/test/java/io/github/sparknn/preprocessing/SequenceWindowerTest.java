package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.JavaConverters;
import scala.collection.Seq;

class SequenceWindowerTest {
  /** Series a: 10, 20, 30, 40, 50 at times 1 to 5, out of order; series b: 1, 2 at 1 and 2. */
  private static Dataset<Row> table() {
    return Tables.of(
        "key STRING, t INT, x INT, y DOUBLE",
        row("a", 3, 30, 3.5),
        row("b", 1, 1, 0.1),
        row("a", 1, 10, 1.5),
        row("a", 5, 50, 5.5),
        row("a", 2, 20, 2.5),
        row("b", 2, 2, 0.2),
        row("a", 4, 40, 4.5));
  }

  private static SequenceWindower windower(int length) {
    return new SequenceWindower()
        .setKeyCols(new String[] {"key"})
        .setTimeCol("t")
        .setInputCols(new String[] {"x"})
        .setLength(length);
  }

  /** Each window as "key@time: steps -> label". */
  private static List<String> windows(SequenceWindower stage, Dataset<Row> data) {
    Dataset<Row> out = stage.transform(data);
    boolean labelled = List.of(out.columns()).contains("label");
    List<String> windows = new ArrayList<>();
    for (Row row : out.orderBy("key", "t").collectAsList()) {
      String label = labelled ? " -> " + row.get(row.fieldIndex("label")) : "";
      windows.add(
          row.getAs("key") + "@" + row.get(row.fieldIndex("t")) + ": " + steps(row) + label);
    }
    return windows;
  }

  private static List<List<Object>> steps(Row row) {
    List<List<Object>> steps = new ArrayList<>();
    for (Object step : row.getList(row.fieldIndex("features"))) {
      steps.add(
          step == null ? null : new ArrayList<Object>(JavaConverters.seqAsJavaList((Seq<?>) step)));
    }
    return steps;
  }

  @TestFactory
  Stream<DynamicTest> sequenceWindowerKeepsTheContractOfStages(@TempDir Path directory) {
    SequenceWindower stage =
        windower(2).setLabelCols(new String[] {"y"}).setMaxGap(3).setShortWindows("pad");
    return StageContract.of(stage, table().coalesce(1), directory);
  }

  @Test
  void windowsHoldTheLastRowsInTheOrderOfTime() {
    assertThat(windows(windower(3), table()))
        .containsExactly(
            "a@3: [[10.0], [20.0], [30.0]]",
            "a@4: [[20.0], [30.0], [40.0]]",
            "a@5: [[30.0], [40.0], [50.0]]");
    assertThat(windows(windower(3).setStride(2), table()))
        .containsExactly("a@3: [[10.0], [20.0], [30.0]]", "a@5: [[30.0], [40.0], [50.0]]");
    assertThat(windows(windower(2).setStride(3), table()))
        .containsExactly("a@2: [[10.0], [20.0]]", "a@5: [[40.0], [50.0]]", "b@2: [[1.0], [2.0]]");
  }

  @Test
  void labelsComeFromHorizonRowsLater() {
    SequenceWindower stage = windower(2).setLabelCols(new String[] {"y"});
    assertThat(windows(stage, table()))
        .containsExactly(
            "a@2: [[10.0], [20.0]] -> 3.5",
            "a@3: [[20.0], [30.0]] -> 4.5",
            "a@4: [[30.0], [40.0]] -> 5.5");
    assertThat(windows(stage.setHorizon(3), table()))
        .containsExactly("a@2: [[10.0], [20.0]] -> 5.5");
    assertThat(windows(stage.setHorizon(0), table()))
        .contains("a@5: [[40.0], [50.0]] -> 5.5", "b@2: [[1.0], [2.0]] -> 0.2");
    assertThat(windows(stage.setHorizon(3).setMissingLabels("keep"), table()))
        .containsExactly(
            "a@2: [[10.0], [20.0]] -> 5.5",
            "a@3: [[20.0], [30.0]] -> null",
            "a@4: [[30.0], [40.0]] -> null",
            "a@5: [[40.0], [50.0]] -> null",
            "b@2: [[1.0], [2.0]] -> null");
  }

  @Test
  void severalLabelsAreAnArray() {
    SequenceWindower stage = windower(4).setLabelCols(new String[] {"y", "x"});
    Dataset<Row> out = stage.transform(table());
    assertThat(out.schema().apply("label").dataType().simpleString()).isEqualTo("array<double>");
    assertThat(out.head().<Double>getList(out.schema().fieldIndex("label")))
        .containsExactly(5.5, 50.0);
    Dataset<Row> gap = table().withColumn("y", functions.expr("IF(t = 5, NULL, y)"));
    assertThat(stage.transform(gap).count()).isZero();
  }

  @Test
  void dataWithoutLabelColumnsKeepAllWindows() {
    SequenceWindower stage = windower(4).setLabelCols(new String[] {"y"});
    assertThat(windows(stage, table().drop("y")))
        .containsExactly(
            "a@4: [[10.0], [20.0], [30.0], [40.0]]", "a@5: [[20.0], [30.0], [40.0], [50.0]]");
  }

  @Test
  void shortWindowsAreKeptOrPadded() {
    assertThat(windows(windower(3).setShortWindows("keep"), table()))
        .containsExactly(
            "a@1: [[10.0]]",
            "a@2: [[10.0], [20.0]]",
            "a@3: [[10.0], [20.0], [30.0]]",
            "a@4: [[20.0], [30.0], [40.0]]",
            "a@5: [[30.0], [40.0], [50.0]]",
            "b@1: [[1.0]]",
            "b@2: [[1.0], [2.0]]");
    // Strides end at 5 and at 1; series b has fewer rows than 5 and ends a window at its last too.
    assertThat(windows(windower(5).setStride(4).setShortWindows("pad"), table()))
        .containsExactly(
            "a@1: [[0.0], [0.0], [0.0], [0.0], [10.0]]",
            "a@5: [[10.0], [20.0], [30.0], [40.0], [50.0]]",
            "b@1: [[0.0], [0.0], [0.0], [0.0], [1.0]]",
            "b@2: [[0.0], [0.0], [0.0], [1.0], [2.0]]");
  }

  @Test
  void gapsBeginANewSeries() {
    Dataset<Row> gap = table().where("NOT (key = 'a' AND t = 3)");
    SequenceWindower stage = windower(2).setLabelCols(new String[] {"y"}).setMissingLabels("keep");
    assertThat(windows(stage.setMaxGap(1), gap))
        .containsExactly(
            "a@2: [[10.0], [20.0]] -> null",
            "a@5: [[40.0], [50.0]] -> null",
            "b@2: [[1.0], [2.0]] -> null");
    assertThat(windows(stage.setMaxGap(2), gap)).contains("a@4: [[20.0], [40.0]] -> 5.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "timestamp'2024-03-31 00:30:00' + make_interval(0, 0, 0, 0, t) | 3600 | 3599.5",
        "timestamp_ntz'2024-03-31 00:30:00' + make_interval(0, 0, 0, 0, t) | 3600 | 3599.5",
        "date_add(date'2024-02-27', t) | 1 | 0.5",
        "t * 0.25D | 0.25 | 0.2",
        "CAST(t AS DECIMAL(10,2)) | 1 | 0.99"
      })
  void gapsAreSecondsOrDaysOrNumbers(String time, double enough, double tooLittle) {
    Dataset<Row> data = table().where("key = 'a'").withColumn("time", functions.expr(time));
    SequenceWindower stage = windower(2).setTimeCol("time");
    assertThat(stage.setMaxGap(enough).transform(data).count()).isEqualTo(4);
    assertThat(stage.setMaxGap(tooLittle).transform(data).count()).isZero();
    assertThat(stage.setMaxGap(0).transform(data).count()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    // 1:00 is followed by 3:00 an hour later; 1:00, 2:00 and 1:00 by 2:00 two hours later.
    "timestamp, 2024-03-10 05:00:00Z; 2024-03-10 06:00:00Z; 2024-03-10 07:00:00Z, 2",
    "timestamp, 2024-11-03 04:00:00Z; 2024-11-03 05:00:00Z; 2024-11-03 07:00:00Z, 1",
    "timestamp_ntz, 2024-03-10 00:00:00; 2024-03-10 01:00:00; 2024-03-10 03:00:00, 1",
    "timestamp_ntz, 2024-11-03 00:00:00; 2024-11-03 01:00:00; 2024-11-03 02:00:00, 2"
  })
  void clocksThatChangeMakeNoGapAndHideNone(String type, String times, int windows) {
    String split = "explode(split('%s', '; '))".formatted(times);
    Dataset<Row> data =
        SharedSpark.session()
            .range(1)
            .select(functions.expr(split).as("text"))
            .selectExpr("CAST(text AS %s) AS time".formatted(type), "1 AS x");
    SequenceWindower stage =
        new SequenceWindower()
            .setTimeCol("time")
            .setInputCols(new String[] {"x"})
            .setLength(2)
            .setMaxGap(3600);
    SharedSpark.session().conf().set("spark.sql.session.timeZone", "America/New_York");
    try {
      assertThat(stage.transform(data).count()).isEqualTo(windows);
    } finally {
      SharedSpark.session().conf().set("spark.sql.session.timeZone", "UTC");
    }
  }

  /** 3 series of 40 random rows with gaps. */
  private static Dataset<Row> random(int changedFrom) {
    String value = "IF(t >= " + changedFrom + ", rand(9) * 1000, hash(key, t) / 1e9)";
    return SharedSpark.session()
        .range(0, 120, 1, 3)
        .selectExpr("CAST(id % 3 AS STRING) AS key", "CAST(id / 3 AS INT) AS t")
        .where("hash(t, key) % 7 != 0")
        .selectExpr("key", "t", value + " AS x", value + " AS y");
  }

  @ParameterizedTest
  @CsvSource({"drop, 1, 0", "pad, 3, 0", "keep, 2, 1"})
  void laterRowsNeverChangeEarlierWindows(String shortWindows, int stride, double maxGap) {
    SequenceWindower stage =
        windower(4)
            .setLabelCols(new String[] {"y"})
            .setHorizon(2)
            .setStride(stride)
            .setMaxGap(maxGap)
            .setShortWindows(shortWindows)
            .setMissingLabels("keep");
    Map<String, List<List<Object>>> before = features(stage, random(1000));
    for (int changed : new int[] {5, 17, 30}) {
      Map<String, List<List<Object>>> after = features(stage, random(changed));
      assertThat(after.keySet()).isEqualTo(before.keySet());
      int same = 0;
      for (String window : before.keySet()) {
        int time = Integer.parseInt(window.substring(2));
        if (time < changed) {
          assertThat(after.get(window)).as(window).isEqualTo(before.get(window));
          same++;
        } else {
          assertThat(after.get(window)).as(window).isNotEqualTo(before.get(window));
        }
      }
      assertThat(same).isPositive().isLessThan(before.size());
    }
  }

  private static Map<String, List<List<Object>>> features(
      SequenceWindower stage, Dataset<Row> data) {
    return stage.transform(data).collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0) + "@" + row.getInt(1), SequenceWindowerTest::steps));
  }

  @Test
  void stepsHoldNumbersArraysAndVectors() {
    StructType schema =
        StructType.fromDDL("t INT, b BOOLEAN, a ARRAY<DOUBLE>, d DECIMAL(5,2)")
            .add("v", SQLDataTypes.VectorType());
    Dataset<Row> data =
        Tables.of(
            schema,
            row(
                1,
                true,
                new Double[] {0.5, 1.5},
                new java.math.BigDecimal("2.25"),
                Vectors.sparse(2, new int[] {1}, new double[] {7})),
            row(2, null, new Double[] {3.0, Double.NaN}, null, Vectors.dense(8, 9)),
            row(3, false, null, null, null));
    SequenceWindower stage =
        new SequenceWindower()
            .setTimeCol("t")
            .setInputCols(new String[] {"b", "a", "d", "v"})
            .setLength(3);
    List<List<Object>> steps = steps(stage.transform(data).head());
    assertThat(steps.get(0)).containsExactly(1f, 0.5f, 1.5f, 2.25f, 0f, 7f);
    assertThat(steps.get(1)).containsExactly(null, 3f, Float.NaN, null, 8f, 9f);
    assertThat(steps.get(2)).isNull();
    assertThat(stage.transform(data).schema()).isEqualTo(stage.transformSchema(schema));
    assertThatThrownBy(() -> stage.setShortWindows("pad").transform(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid shortWindows: pad (must be drop or keep where no metadata tell how many values"
                + " the columns b, a, d, v hold)");
  }

  @Test
  void metadataTellTheShapeOfWholeWindows() {
    SequenceWindower stage = windower(3).setInputCols(new String[] {"x", "y"});
    assertThat(shape(stage)).containsExactly(3, 2);
    assertThat(shape(stage.setShortWindows("pad"))).containsExactly(3, 2);
    stage.setShortWindows("keep");
    assertThat(
            stage.transform(table()).schema().apply("features").metadata().contains("tensor.shape"))
        .isFalse();
  }

  private static long[] shape(SequenceWindower stage) {
    return stage
        .transform(table())
        .schema()
        .apply("features")
        .metadata()
        .getLongArray("tensor.shape");
  }

  @Test
  void takesWhatTablePreprocessorGives() {
    Dataset<Row> data =
        new TablePreprocessor()
            .setNumericCols(new String[] {"x", "y"})
            .setNumericScaling("minMax")
            .setOutputCol("values")
            .fit(table())
            .transform(table());
    SequenceWindower stage = windower(5).setInputCols(new String[] {"values"});
    assertThat(shape(stage.transform(data))).containsExactly(5, 2);
    assertThat(steps(stage.transform(data).head()).get(4)).containsExactly(1f, 1f);
    assertThat(stage.transform(data).schema()).isEqualTo(stage.transformSchema(data.schema()));
  }

  private static long[] shape(Dataset<Row> out) {
    return out.schema().apply("features").metadata().getLongArray("tensor.shape");
  }

  @Test
  void equalAndMissingTimesFailEvenWhereNoWindowEnds() {
    Dataset<Row> twice = table().union(table().where("key = 'b' AND t = 2"));
    assertThatThrownBy(() -> windower(4).transform(twice).collect())
        .hasStackTraceContaining(
            "Cannot window rows: the series of key = b has two rows at time 2 of column 't'");
    SequenceWindower labelled = windower(2).setLabelCols(new String[] {"y"}).setHorizon(4);
    assertThatThrownBy(() -> labelled.transform(twice).count())
        .hasStackTraceContaining("Cannot window rows: the series of key = b has two rows");
    Dataset<Row> unknown = table().withColumn("t", functions.expr("IF(x = 40, NULL, t)"));
    assertThatThrownBy(() -> windower(4).setMaxGap(2).transform(unknown).collect())
        .hasStackTraceContaining(
            "Cannot window rows: the series of key = a has a null in column 't'");
    SequenceWindower one = windower(2).setKeyCols(new String[0]);
    assertThatThrownBy(() -> one.transform(table()).collect())
        .hasStackTraceContaining("Cannot window rows: the table has two rows at time 1");
  }

  @Test
  void saysWhatDoesNotFit() {
    assertRefused(
        new SequenceWindower().setTimeCol("t").setLength(2),
        "Cannot window rows: inputCols is not set");
    assertRefused(
        windower(2).setTimeCol("key"),
        "Cannot use column 'key' of timeCol: its type is string, expected a numeric type, date,"
            + " timestamp or timestamp_ntz");
    assertRefused(
        windower(2).setInputCols(new String[] {"x", "key"}),
        "Cannot use column 'key' of inputCols: its type is string, expected a numeric type,"
            + " boolean, an array of a numeric type, or a vector");
    assertRefused(
        windower(2).setKeyCols(new String[] {"id"}),
        "Cannot find column 'id' of keyCols: the DataFrame has key, t, x, y");
    assertRefused(
        windower(2).setLabelCols(new String[] {"y", "z"}),
        "Cannot find column 'z' of labelCols: the DataFrame has key, t, x, y");
    assertRefused(
        windower(2).setLabelCols(new String[] {"y", "key"}),
        "Cannot use column 'key' of labelCols: its type is string, expected a numeric type or"
            + " boolean");
    assertRefused(
        windower(2).setLabelCols(new String[] {"y"}).setOutputLabelCol("x"),
        "Invalid outputLabelCol: x (must be a new column, the DataFrame has key, t, x, y)");
    assertThatThrownBy(() -> windower(0)).hasMessage("Invalid length: 0 (must be at least 1)");
    assertThatThrownBy(() -> windower(2).setMaxGap(Double.NaN))
        .hasMessage("Invalid maxGap: NaN (must be finite, at least 0)");
  }

  private static void assertRefused(SequenceWindower stage, String message) {
    assertThatThrownBy(() -> stage.transform(table()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> stage.transformSchema(table().schema())).hasMessage(message);
  }
}
