package io.github.sparknn.estimators.display;

import io.github.sparknn.datasets.ColumnNames;
import io.github.sparknn.datasets.TensorReader;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.report.Markup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Images with their captions, all on one scale of brightness.
 *
 * @param pictures in the order of the rows
 * @param low value that is black
 * @param high value that is white
 */
record ImageGrid(List<Picture> pictures, float low, float high) {
  private static final int TEXT_WIDTH = 110;

  /** An image and the lines below it. */
  record Picture(PixelImage image, List<String> caption) {}

  static ImageGrid of(Dataset<?> rows, int most, String imageCol, String... captionCols) {
    Column image = ColumnNames.column(imageCol);
    Column[] columns =
        Stream.concat(Stream.of(image), Arrays.stream(captionCols).map(name -> caption(rows, name)))
            .toArray(Column[]::new);
    Dataset<Row> few = rows.select(columns).limit(most);
    TensorSpec spec = TensorSpec.of(rows.select(image), List.of(imageCol), null);
    int[] shape = PixelImage.shape(imageCol, spec.shape());
    TensorReader reader =
        spec.reader(new int[] {0}, new DataType[] {few.schema().fields()[0].dataType()});
    List<Picture> pictures = new ArrayList<>();
    for (InternalRow row :
        few.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).collect()) {
      float[] values = new float[spec.size()];
      if (!reader.read(row, values, Platform.FLOAT_ARRAY_OFFSET)) {
        throw new IllegalArgumentException(
            "Cannot show images: " + reader.describeInvalid(row) + " (must be numbers)");
      }
      List<String> caption =
          IntStream.range(0, captionCols.length)
              .mapToObj(i -> captionCols[i] + " " + value(row.getUTF8String(i + 1)))
              .toList();
      pictures.add(new Picture(new PixelImage(shape[0], shape[1], shape[2], values), caption));
    }
    return scaled(pictures);
  }

  private static ImageGrid scaled(List<Picture> pictures) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (Picture picture : pictures) {
      for (float value : picture.image().values()) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new ImageGrid(List.copyOf(pictures), low, high);
  }

  /** Numbers with four digits after the point at most, and none where these are zeros. */
  private static Column caption(Dataset<?> rows, String name) {
    Column column = ColumnNames.column(name);
    DataType type = rows.select(column).schema().fields()[0].dataType();
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)
        ? functions.regexp_replace(functions.round(column, 4).cast("string"), "\\.0$", "")
        : column.cast("string");
  }

  private static String value(UTF8String text) {
    return text == null ? "null" : text.toString();
  }

  Markup toHtml() {
    return Markup.fragment(
        note ->
            note.element(
                "div",
                grid -> pictures.forEach(picture -> write(grid, picture)),
                "style",
                "display:flex;flex-wrap:wrap;gap:0.8em;color:#1c2430;background:#fff"));
  }

  private void write(Markup grid, Picture picture) {
    PixelImage image = picture.image();
    int scale = Math.max(1, 84 / Math.max(image.height(), image.width()));
    String style =
        "display:block;image-rendering:pixelated;width:%dpx;height:%dpx"
            .formatted(scale * image.width(), scale * image.height());
    grid.element(
        "figure",
        figure -> {
          figure.empty(
              "img",
              "src",
              image.toDataUri(low, high),
              "alt",
              String.join(", ", picture.caption()),
              "style",
              style);
          picture.caption().forEach(line -> figure.element("div", line));
        },
        "style",
        "margin:0;font-size:0.8em;line-height:1.25");
  }

  String toText() {
    int width =
        pictures.stream()
            .flatMap(picture -> lines(picture).stream())
            .mapToInt(String::length)
            .max()
            .orElse(0);
    int across = Math.max(1, TEXT_WIDTH / (width + 2));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pictures.size(); i += across) {
      List<List<String>> besides =
          pictures.subList(i, Math.min(pictures.size(), i + across)).stream()
              .map(this::lines)
              .toList();
      for (int line = 0; line < besides.get(0).size(); line++) {
        int index = line;
        text.append(
                besides.stream()
                    .map(lines -> ("%-" + width + "s").formatted(lines.get(index)))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
            .append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private List<String> lines(Picture picture) {
    return Stream.concat(picture.image().toLines(low, high).stream(), picture.caption().stream())
        .toList();
  }
}
