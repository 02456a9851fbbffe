package io.github.sparknn.preprocessing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnarScanTest {
  private static final String[] NUMBERS = {"d", "f", "i", "l", "s", "b", "t", "p"};

  @TempDir private Path directory;
  private Dataset<Row> table;

  @BeforeEach
  void write() {
    String path = directory.resolve("table").toString();
    SharedSpark.session()
        .range(0, 9_000, 1, 2)
        .selectExpr(
            "IF(id % 7 = 0, NULL, IF(id % 11 = 0, double('NaN'), 1e9 + id * 0.5D)) AS d",
            "float(id % 100) AS f",
            "IF(id % 3 = 0, NULL, int(id)) AS i",
            "id AS l",
            "smallint(id % 50) AS s",
            "tinyint(id % 9) AS b",
            "id % 2 = 0 AS t",
            "IF(id % 9 = 0, NULL, 'c' || (id % 4)) AS c",
            "decimal(id) AS m",
            "id % 2 AS p")
        .write()
        .partitionBy("p")
        .parquet(path);
    table = SharedSpark.session().read().parquet(path);
  }

  private static TableNeeds needs(Set<ValueNeed> special) {
    List<Set<ValueNeed>> numbers = new ArrayList<>();
    numbers.addAll(Collections.nCopies(NUMBERS.length - 1, Set.of()));
    numbers.add(1, special);
    return new TableNeeds(numbers, 1, 0.01);
  }

  private static Dataset<Row> select(Dataset<Row> data) {
    Column[] columns = new Column[NUMBERS.length + 1];
    for (int i = 0; i < NUMBERS.length; i++) {
      columns[i] = functions.col(NUMBERS[i]).cast("double");
    }
    columns[NUMBERS.length] = functions.col("c");
    return data.select(columns);
  }

  @Test
  void findsWhatRowsGive() {
    Dataset<Row> columnar = select(table);
    assertThat(ColumnarScan.of(columnar)).isPresent();
    Dataset<Row> rows = select(table.where("l >= 0"));
    assertThat(ColumnarScan.of(rows)).isEmpty();
    for (Set<ValueNeed> special :
        List.of(Set.<ValueNeed>of(), Set.of(ValueNeed.EXTREMES, ValueNeed.LOG_MOMENTS))) {
      TableSummary expected = TableSummary.of(rows, needs(special));
      TableSummary actual = TableSummary.of(columnar, needs(special));
      assertThat(actual.rows()).isEqualTo(9_000);
      double[] means = actual.moments().means();
      double[] deviations = actual.moments().standardDeviations();
      for (int i = 0; i < means.length; i++) {
        assertThat(actual.moments().count(i)).isEqualTo(expected.moments().count(i));
        assertThat(means[i]).isCloseTo(expected.moments().means()[i], withinPercentage(1e-12));
        assertThat(deviations[i])
            .isCloseTo(expected.moments().standardDeviations()[i], withinPercentage(1e-9));
      }
      assertThat(actual.categories(0).mostFrequent(10, 1))
          .isEqualTo(expected.categories(0).mostFrequent(10, 1))
          .hasSize(4);
      if (!special.isEmpty()) {
        assertThat(actual.values(1).max()).isEqualTo(99);
      }
    }
  }

  @Test
  void leavesToRowsWhatItCannotRead() {
    assertThat(ColumnarScan.of(table.select(functions.col("m").cast("double")))).isEmpty();
    assertThat(ColumnarScan.of(table.selectExpr("d + 1"))).isEmpty();
    assertThat(ColumnarScan.of(table.select(functions.col("i").cast("string")))).isEmpty();
    assertThat(ColumnarScan.of(SharedSpark.session().range(5).selectExpr("double(id)"))).isEmpty();
  }

  @Test
  void anInfinityIsFoundInBatches() {
    String path = directory.resolve("infinite").toString();
    SharedSpark.session()
        .range(0, 3_000, 1, 1)
        .selectExpr("IF(id = 2500, double('Infinity'), double(id)) AS x", "-1e308 AS y")
        .write()
        .parquet(path);
    Dataset<Row> data = SharedSpark.session().read().parquet(path).selectExpr("x", "double(y)");
    assertThat(ColumnarScan.of(data)).isPresent();
    TableSummary summary =
        TableSummary.of(data, new TableNeeds(List.of(Set.of(), Set.of()), 0, 0.01));
    assertThat(summary.moments().problem(0)).isEqualTo("holds an infinite value");
    assertThat(summary.moments().problem(1)).isNull();
    assertThat(summary.moments().count(1)).isEqualTo(3_000);
  }

  @Test
  void stringsThatAreCastToNumbersAreParsed() {
    for (boolean dictionary : List.of(true, false)) {
      String path = directory.resolve("prices" + dictionary).toString();
      SharedSpark.session()
          .range(0, 4_000, 1, 1)
          .selectExpr("IF(id % 5 = 0, NULL, string(id % 8 + 0.5D)) AS price", "string(id) AS id")
          .write()
          .option("parquet.enable.dictionary", dictionary)
          .parquet(path);
      Dataset<Row> data = SharedSpark.session().read().parquet(path);
      for (String cast : List.of("cast", "try_cast")) {
        Dataset<Row> numbers =
            data.selectExpr(cast + "(price AS double) AS price", cast + "(id AS double) AS id");
        assertThat(ColumnarScan.of(numbers)).isEmpty();
        TableSummary summary =
            TableSummary.of(numbers, new TableNeeds(List.of(Set.of(), Set.of()), 0, 0.01));
        assertThat(summary.moments().count(0)).isEqualTo(3_200);
        // Of 40 ids in a row each of 0.5 to 7.5 loses one fifth: all are as frequent as before.
        assertThat(summary.moments().means()).containsExactly(4.0, 1_999.5);
      }
      assertThat(ColumnarScan.of(data.selectExpr("price"))).isPresent();
    }
  }

  @Test
  void dictionariesWithNullsOverSeveralRowGroupsAreRead() throws IOException {
    String path = directory.resolve("dictionaries").toString();
    String[] values = {
      "double(id % 9)", "float(id % 7)", "int(id % 5)", "id % 6", "smallint(id % 3)"
    };
    String[] columns = new String[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      columns[i] = "IF(id % 4 = 1, NULL, " + values[i] + ") AS x" + i;
    }
    // Its dictionary grows too large half way.
    columns[values.length] = "IF(id < 15000 OR id % 4 = 1, id % 4, id * 0.5D) AS x5";
    SharedSpark.session()
        .range(0, 30_000, 1, 1)
        .selectExpr(columns)
        .write()
        .option("parquet.block.size", 16 << 10)
        .option("parquet.dictionary.page.size", 4 << 10)
        .parquet(path);
    Dataset<Row> data = SharedSpark.session().read().parquet(path);
    assertThat(dictionaryRowGroups(data.inputFiles()[0])).isGreaterThan(2);

    Column[] numbers =
        Arrays.stream(data.columns())
            .map(name -> functions.col(name).cast("double"))
            .toArray(Column[]::new);
    TableNeeds needs = new TableNeeds(Collections.nCopies(numbers.length, Set.of()), 0, 0.01);
    Dataset<Row> columnar = data.select(numbers);
    assertThat(ColumnarScan.of(columnar)).isPresent();
    Moments actual = TableSummary.of(columnar, needs).moments();
    Moments expected = TableSummary.of(data.where("x5 >= 0").select(numbers), needs).moments();
    for (int i = 0; i < numbers.length; i++) {
      assertThat(actual.count(i)).isEqualTo(i < values.length ? 22_500 : 30_000);
      assertThat(actual.means()[i]).isCloseTo(expected.means()[i], withinPercentage(1e-12));
      assertThat(actual.standardDeviations()[i])
          .isCloseTo(expected.standardDeviations()[i], withinPercentage(1e-9));
    }
    assertThat(actual.means()[2]).isCloseTo(2, withinPercentage(1e-12));
  }

  /** Row groups whose first column is encoded by a dictionary. */
  private static long dictionaryRowGroups(String file) throws IOException {
    var input = HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      return reader.getRowGroups().stream()
          .filter(group -> group.getColumns().get(0).hasDictionaryPage())
          .count();
    }
  }

  @Test
  void aTypeThatIsNoNumberIsRefused() {
    assertThatThrownBy(
            () ->
                BatchNumbers.read(
                    new OnHeapColumnVector(1, DataTypes.DateType), DataTypes.DateType, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read a batch's column as numbers: its type is date (must be a primitive number or boolean)");
  }
}
