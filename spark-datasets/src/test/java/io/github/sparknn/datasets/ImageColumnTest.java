package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageColumnTest {
  private static final StructType SCHEMA = ImageSchema.imageSchema();
  private static final int GREY = 0;
  private static final int COLOUR = 16;
  private static final int COLOUR_WITH_ALPHA = 24;

  /** What Spark's image source gives for such a file, with {@code dropInvalid} false. */
  private static final Row UNREADABLE = Rows.row(Rows.row("x", -1, -1, -1, -1, new byte[0]));

  private static Row image(int channels, int height, int width, int mode, int... bytes) {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      data[i] = (byte) bytes[i];
    }
    return Rows.row(Rows.row("origin", height, width, channels, mode, data));
  }

  private static Dataset<Row> images(Row... rows) {
    return Rows.of(SCHEMA, rows);
  }

  private static InternalRow first(Dataset<Row> data) {
    return data.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).first();
  }

  private static float[] read(TensorSpec spec, Dataset<Row> data) {
    float[] floats = new float[spec.size()];
    assertThat(spec.reader(data.schema()).read(first(data), floats, Platform.FLOAT_ARRAY_OFFSET))
        .isTrue();
    return floats;
  }

  private static TensorSpec of(Dataset<Row> data) {
    return TensorSpec.of(data, List.of("image"), null);
  }

  @Test
  void colourPlanesComeInRedGreenBlueOrder() {
    // One row of two pixels: (blue 1, green 2, red 3) and (4, 5, 255).
    Dataset<Row> data = images(image(3, 1, 2, COLOUR, 1, 2, 3, 4, 5, 255));
    TensorSpec spec = of(data);
    assertThat(spec.shape()).containsExactly(3, 1, 2);
    assertThat(read(spec, data)).containsExactly(3, 255, 2, 5, 1, 4);
  }

  @Test
  void alphaComesLastAndGreyAlone() {
    Dataset<Row> alpha = images(image(4, 2, 1, COLOUR_WITH_ALPHA, 1, 2, 3, 9, 4, 5, 6, 8));
    assertThat(read(of(alpha), alpha)).containsExactly(3, 6, 2, 5, 1, 4, 9, 8);
    Dataset<Row> grey = images(image(1, 2, 2, GREY, 1, 2, 200, 4));
    assertThat(of(grey).shape()).containsExactly(1, 2, 2);
    assertThat(read(of(grey), grey)).containsExactly(1, 2, 200, 4);
  }

  @Test
  void inputShapeMakesTheFirstRowUnneeded() {
    TensorSpec spec = TensorSpec.of(SCHEMA, List.of("image"), new int[] {3, 28, 30});
    assertThat(spec.columnShapes()).isDeepEqualTo(new int[][] {{3, 28, 30}});
    assertThat(TensorSpec.of(SCHEMA, List.of("image"), new int[] {2520}).isResolved()).isFalse();
  }

  @Test
  void readsWhatSparksImageSourceLoads(@TempDir Path folder) throws IOException {
    BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xFF0000);
    picture.setRGB(2, 1, 0x010203);
    ImageIO.write(picture, "png", folder.resolve("picture.png").toFile());
    Dataset<Row> data = SharedSpark.session().read().format("image").load(folder.toString());
    TensorSpec spec = of(data);
    assertThat(spec.shape()).containsExactly(3, 2, 3);
    float[] expected = new float[18];
    expected[0] = 255;
    expected[5] = 1;
    expected[11] = 2;
    expected[17] = 3;
    assertThat(read(spec, data)).containsExactly(expected);
  }

  @Test
  void imagesOfAnotherSizeOrDepthAreErrors() {
    TensorReader reader =
        TensorSpec.of(SCHEMA, List.of("image"), new int[] {3, 1, 2}).reader(SCHEMA);
    assertFails(
        reader,
        image(3, 2, 1, COLOUR, 1, 2, 3, 4, 5, 6),
        "Cannot read column 'image': an image has channels, height and width [3, 2, 1] (must be [3,"
            + " 1, 2]; resize images before)");
    assertFails(
        reader,
        image(3, 1, 2, 21, 1, 2, 3, 4, 5, 6),
        "Cannot read column 'image': an image of 3 channels has OpenCV's type 21 (must be 16: 8"
            + " bits without sign)");
    assertFails(
        reader,
        image(3, 1, 2, COLOUR, 1, 2, 3),
        "Cannot read column 'image': an image holds 3 bytes (must be 6)");
  }

  private static void assertFails(TensorReader reader, Row image, String message) {
    InternalRow row = first(images(image));
    assertThatThrownBy(() -> reader.read(row, new float[6], Platform.FLOAT_ARRAY_OFFSET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void missingImagesAreInvalidRows() {
    TensorReader reader =
        TensorSpec.of(SCHEMA, List.of("image"), new int[] {1, 1, 1}).reader(SCHEMA);
    assertInvalid(reader, images(Rows.row((Object) null)), "null");
    assertInvalid(reader, images(UNREADABLE), "an image that Spark could not read");
    Dataset<Row> nullable =
        SharedSpark.session()
            .sql(
                "SELECT named_struct('origin', 'x', 'height', 1, 'width', 1, 'nChannels', 1,"
                    + " 'mode', 0, 'data', CAST(NULL AS BINARY)) AS image");
    assertInvalid(reader, nullable, "null in the image's field data");
  }

  private static void assertInvalid(TensorReader reader, Dataset<Row> data, String what) {
    InternalRow row = first(data);
    assertThat(reader.read(row, new float[1], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    assertThat(reader.describeInvalid(row)).isEqualTo("column 'image' holds " + what);
  }

  @Test
  void theFirstReadableImageGivesTheShape() {
    Dataset<Row> data = images(UNREADABLE, image(1, 1, 2, GREY, 7, 8));
    assertThat(of(data).shape()).containsExactly(1, 1, 2);
  }
}
