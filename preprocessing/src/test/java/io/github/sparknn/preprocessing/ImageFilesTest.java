package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Images.FOUR;
import static io.github.sparknn.preprocessing.Images.FOUR_PLANES;
import static io.github.sparknn.preprocessing.Images.files;
import static io.github.sparknn.preprocessing.Images.four;
import static io.github.sparknn.preprocessing.Images.stage;
import static io.github.sparknn.preprocessing.Images.tensor;
import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image files of every format and mode, broken ones too. */
class ImageFilesTest {
  @Test
  void decodesFilesOfEveryMode() {
    BufferedImage palette = Images.palette(2, 2, FOUR, (x, y) -> 2 * y + x);
    byte[][] files = {
      four(BufferedImage.TYPE_INT_RGB, "png"),
      four(BufferedImage.TYPE_INT_ARGB, "png"),
      four(BufferedImage.TYPE_3BYTE_BGR, "bmp"),
      Images.encode(palette, "png")
    };
    assertThat(floats(stage(2, 2).transform(files(files)), "features"))
        .hasSize(4)
        .allSatisfy(tensor -> assertThat(tensor).containsExactly(FOUR_PLANES, within(1e-6f)));
    assertThat(stage(2, 2).transform(files(files)).columns())
        .containsExactly("id", "path", "content", "features");
  }

  @Test
  void decodesGifs() {
    BufferedImage palette = Images.palette(8, 8, FOUR, (x, y) -> (x + y / 3) % 4);
    List<float[]> tensors =
        floats(
            stage(8, 8)
                .transform(files(Images.encode(palette, "gif"), Images.encode(palette, "png"))),
            "features");
    assertThat(tensors.get(0)).containsExactly(tensors.get(1)).contains(0, 1);
  }

  @Test
  void greysOfAnyDepthAreWhatTheFileSays() {
    byte[][] files = {
      Images.encode(
          Images.samples(2, 1, BufferedImage.TYPE_BYTE_GRAY, (x, y) -> x == 0 ? 128 : 51), "png"),
      Images.encode(
          Images.samples(
              2, 1, BufferedImage.TYPE_USHORT_GRAY, (x, y) -> Images.in16Bits(x == 0 ? 128 : 51)),
          "png")
    };
    assertThat(floats(stage(1, 2).setChannels(1).setScale(1).transform(files(files)), "features"))
        .allSatisfy(
            tensor -> assertThat(tensor).containsExactly(new float[] {128, 51}, within(1e-3f)));
    byte[] bits =
        Images.encode(Images.samples(2, 1, BufferedImage.TYPE_BYTE_BINARY, (x, y) -> x), "png");
    assertThat(tensor(stage(1, 2).setScale(1), files(bits)))
        .containsExactly(0, 255, 0, 255, 0, 255);
  }

  @Test
  void jpegsAreDecodedToTheirColours() {
    byte[] jpeg =
        Images.encode(
            Images.colours(
                16, 8, BufferedImage.TYPE_INT_RGB, (x, y) -> new Color(200, 100, 50).getRGB()),
            "jpg");
    float[] tensor = tensor(stage(1, 1).setScale(1), files(jpeg));
    assertThat(tensor).containsExactly(new float[] {200, 100, 50}, within(2f));
  }

  @Test
  void jpegsOfFourInksAreDecoded() throws IOException {
    // As Adobe's programs write them: samples are 255 less the ink, and a marker says so.
    WritableRaster inks = Raster.createBandedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int band = 0; band < 4; band++) {
      int[] samples = new int[256];
      Arrays.fill(samples, band == 0 ? 55 : 255);
      inks.setSamples(0, 0, 16, 16, band, samples);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(inks, null, null), null);
    }
    writer.dispose();
    byte[] marker = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    ByteArrayOutputStream adobe = new ByteArrayOutputStream();
    adobe.write(file.toByteArray(), 0, 2);
    adobe.write(marker);
    adobe.write(file.toByteArray(), 2, file.size() - 2);
    float[] tensor = tensor(stage(1, 1).setScale(1), files(adobe.toByteArray()));
    assertThat(tensor[0]).isLessThan(tensor[1] - 50); // cyan ink takes red away
    assertThat(tensor[2]).isGreaterThan(150);
  }

  @Test
  void invalidImagesFailOrAreKeptOrSkipped() {
    byte[] png = four(BufferedImage.TYPE_INT_RGB, "png");
    Dataset<Row> data =
        files(png, "no image".getBytes(java.nio.charset.StandardCharsets.UTF_8), null);
    String hint = " (handleInvalid = keep gives such rows a null, skip leaves them out)";
    assertThatThrownBy(() -> stage(2, 2).transform(data.where("id < 2")).collect())
        .hasStackTraceContaining(
            "Cannot read image 'file:/images/1' of column 'content': its 8 bytes are of no known"
                + " format (must be PNG, JPEG, BMP or GIF)"
                + hint);
    assertThatThrownBy(() -> stage(2, 2).transform(data.where("id = 2").drop("path")).collect())
        .hasStackTraceContaining("Cannot read an image of column 'content': it is null" + hint);
    List<float[]> kept =
        floats(stage(2, 2).setHandleInvalid("keep").transform(data).orderBy("id"), "features");
    assertThat(kept).hasSize(3);
    assertThat(kept.get(0)).containsExactly(FOUR_PLANES);
    assertThat(kept.subList(1, 3)).containsOnlyNulls();
    Dataset<Row> skipped = stage(2, 2).setHandleInvalid("skip").transform(data);
    assertThat(skipped.select("id").collectAsList()).containsExactly(row(0));
    assertThat(skipped.schema().apply("features").metadata().contains("tensor.shape")).isTrue();
  }

  @Test
  void brokenFilesOfEveryFormatAreInvalid() {
    BufferedImage noise =
        Images.colours(64, 64, BufferedImage.TYPE_INT_RGB, (x, y) -> (x * 7919 + y * 104729) * 31);
    for (String format : List.of("png", "jpg", "bmp", "gif")) {
      byte[] whole = Images.encode(noise, format);
      byte[] cut = Arrays.copyOf(whole, whole.length / 2);
      assertThat(
              floats(
                  stage(8, 8).setHandleInvalid("keep").transform(files(whole, cut)).orderBy("id"),
                  "features"))
          .as(format)
          .satisfies(tensors -> assertThat(tensors.get(0)).hasSize(192))
          .satisfies(tensors -> assertThat(tensors.get(1)).isNull());
    }
    Dataset<Row> cut = files(Arrays.copyOf(Images.encode(noise, "png"), 60));
    assertThatThrownBy(() -> stage(2, 2).transform(cut).collect())
        .hasStackTraceContaining(
            "Cannot read image 'file:/images/0' of column 'content': its bytes are corrupt: ");
  }

  @Test
  void aFolderOfMixedSizesAndModes(@TempDir Path folder) throws IOException {
    int[] types = {
      BufferedImage.TYPE_INT_RGB,
      BufferedImage.TYPE_INT_ARGB,
      BufferedImage.TYPE_BYTE_GRAY,
      BufferedImage.TYPE_USHORT_GRAY,
      BufferedImage.TYPE_BYTE_INDEXED,
      BufferedImage.TYPE_BYTE_BINARY
    };
    for (int i = 0; i < types.length; i++) {
      BufferedImage image =
          Images.colours(9 + 5 * i, 30 - 4 * i, types[i], (x, y) -> Color.WHITE.getRGB());
      Files.write(folder.resolve(i + ".png"), Images.encode(image, "png"));
    }
    Files.writeString(folder.resolve("notes.txt"), "not an image");
    Dataset<Row> files = SharedSpark.session().read().format("binaryFile").load(folder.toString());
    ImagePreprocessor stage = stage(7, 5).setHandleInvalid("skip");
    List<float[]> tensors = floats(stage.transform(files), "features");
    assertThat(tensors).hasSize(types.length);
    float[] white = new float[105];
    Arrays.fill(white, 1);
    assertThat(tensors)
        .allSatisfy(tensor -> assertThat(tensor).containsExactly(white, within(1e-5f)));
    assertThatThrownBy(() -> stage.setHandleInvalid("error").transform(files).collect())
        .hasStackTraceContaining("notes.txt' of column 'content': its 12 bytes are of no known");
    Dataset<Row> images =
        SharedSpark.session()
            .read()
            .format("image")
            .option("dropInvalid", true)
            .load(folder.toString());
    assertThat(floats(stage.setInputCol("image").transform(images), "features"))
        .hasSizeGreaterThan(3);
  }
}
