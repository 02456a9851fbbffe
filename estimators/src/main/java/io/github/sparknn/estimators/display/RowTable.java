package io.github.sparknn.estimators.display;

import io.github.sparknn.datasets.ColumnNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of a DataFrame as text.
 *
 * @param lines values of the columns; the first line are their names
 */
record RowTable(List<List<String>> lines) {

  static RowTable of(Dataset<?> rows, int most) {
    String[] names = rows.columns();
    List<List<String>> lines = new ArrayList<>();
    lines.add(clean(Arrays.asList(names)));
    Column[] columns = Arrays.stream(names).map(RowTable::text).toArray(Column[]::new);
    for (Row row : rows.select(columns).takeAsList(most)) {
      lines.add(
          clean(IntStream.range(0, row.size()).mapToObj(i -> String.valueOf(row.get(i))).toList()));
    }
    return new RowTable(lines);
  }

  /** A column's values as text, by its plain name. */
  private static Column text(String name) {
    return ColumnNames.column(name).cast("string");
  }

  /** Tabs and ends of lines part cells. */
  private static List<String> clean(List<String> cells) {
    return cells.stream().map(cell -> cell.replaceAll("[\\t\\r\\n]", " ")).toList();
  }

  /** An empty line ends Zeppelin's table. */
  String toZeppelin() {
    return lines.stream()
        .map(line -> String.join("\t", line))
        .collect(Collectors.joining("\n", "%table ", "\n\n%text "));
  }

  String toText() {
    int[] widths =
        IntStream.range(0, lines.get(0).size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        text.append(" ".repeat(widths[i] - line.get(i).length() + (i == 0 ? 0 : 2)));
        text.append(line.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
