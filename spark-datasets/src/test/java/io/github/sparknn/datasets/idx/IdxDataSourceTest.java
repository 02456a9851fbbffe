package io.github.sparknn.datasets.idx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDataSourceTest {
  private static final int UBYTE = 0x08;

  @TempDir Path folder;

  /** Writes the values of one number each. */
  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] idx(int type, int[] dimensions, Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(type << 8 | dimensions.length);
    for (int dimension : dimensions) {
      out.writeInt(dimension);
    }
    body.write(out);
    return bytes.toByteArray();
  }

  /** Item i of n: six bytes 6i, 6i + 1, ... modulo 256. */
  private static byte[] images(int n) throws IOException {
    return idx(
        UBYTE,
        new int[] {n, 2, 3},
        out -> {
          for (int i = 0; i < 6 * n; i++) {
            out.writeByte(i);
          }
        });
  }

  /** Label i is i % 10. */
  private static byte[] labels(int n) throws IOException {
    return idx(
        UBYTE,
        new int[] {n},
        out -> {
          for (int i = 0; i < n; i++) {
            out.writeByte(i % 10);
          }
        });
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private String gzipFile(String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(bytes);
    }
    return path.toString();
  }

  private static Dataset<Row> read(String path, Map<String, String> options) {
    return SharedSpark.session().read().format("idx").options(options).load(path);
  }

  private static void assertFails(String path, Map<String, String> options, String message) {
    assertThatThrownBy(() -> read(path, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void assertImages(List<Row> rows, int n) {
    assertThat(rows).hasSize(n);
    for (int i = 0; i < n; i++) {
      int item = i;
      List<Float> expected =
          IntStream.range(0, 6).mapToObj(j -> (float) ((6 * item + j) & 0xFF)).toList();
      assertThat(rows.get(i).<Float>getList(0)).containsExactlyElementsOf(expected);
      assertThat(rows.get(i).getInt(1)).isEqualTo(i % 10);
    }
  }

  @Test
  void readsImagesAndLabelsInOrder() throws IOException {
    Dataset<Row> data =
        read(file("images", images(100)), Map.of("labels", file("labels", labels(100))));
    assertThat(data.schema().simpleString()).isEqualTo("struct<features:array<float>,label:int>");
    assertThat(data.schema().apply("features").metadata().getLongArray("tensor.shape"))
        .containsExactly(1, 2, 3);
    assertThat(TensorSpec.of(data.schema(), List.of("features"), null).shape())
        .containsExactly(1, 2, 3);
    assertImages(data.collectAsList(), 100);
  }

  @Test
  void severalPartitionsKeepTheOrder() throws IOException {
    Map<String, String> options = Map.of("labels", file("labels", labels(100)), "partitions", "7");
    Dataset<Row> data = read(file("images", images(100)), options);
    assertThat(data.rdd().getNumPartitions()).isEqualTo(7);
    assertImages(data.collectAsList(), 100);
  }

  @Test
  void aLargePlainFileIsSplitByItself() throws IOException {
    assertThat(read(file("images", images(400_000)), Map.of()).rdd().getNumPartitions())
        .isEqualTo(2);
    assertThat(read(file("small", images(4)), Map.of()).rdd().getNumPartitions()).isEqualTo(1);
  }

  @Test
  void readsGzip() throws IOException {
    String images = gzipFile("images.gz", images(100));
    String labels = gzipFile("labels.gz", labels(100));
    assertThat(read(images, Map.of()).rdd().getNumPartitions()).isEqualTo(1);
    assertImages(read(images, Map.of("labels", labels)).collectAsList(), 100);
    assertImages(read(images, Map.of("labels", labels, "partitions", "3")).collectAsList(), 100);
  }

  @Test
  void readsOnlyTheColumnsAskedFor() throws IOException {
    Dataset<Row> data =
        read(file("images", images(30)), Map.of("labels", file("labels", labels(30))));
    assertThat(data.select("label").as(Encoders.INT()).collectAsList())
        .startsWith(0, 1, 2)
        .hasSize(30);
    assertThat(data.select("label").queryExecution().executedPlan().toString())
        .doesNotContain("features#");
    assertThat(data.select("label", "features").first().getInt(0)).isZero();
    assertThat(data.count()).isEqualTo(30);
  }

  @Test
  void scaleMultipliesTheFeaturesOnly() throws IOException {
    Map<String, String> options =
        Map.of("labels", file("labels", labels(2)), "scale", "0.00392156862745098");
    Row second = read(file("images", images(2)), options).collectAsList().get(1);
    assertThat(second.<Float>getList(0))
        .containsExactly(6 / 255f, 7 / 255f, 8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f);
    assertThat(second.getInt(1)).isEqualTo(1);
  }

  @Test
  void readsEveryNumberTypeAndRank() throws IOException {
    assertThat(values(idx(0x08, new int[] {2}, out -> out.write(new byte[] {1, -1}))))
        .containsExactly(List.of(1f), List.of(255f));
    assertThat(values(idx(0x09, new int[] {1, 2}, out -> out.write(new byte[] {1, -1}))))
        .containsExactly(List.of(1f, -1f));
    assertThat(
            values(
                idx(
                    0x0B,
                    new int[] {1, 1, 1, 2},
                    out -> {
                      out.writeShort(300);
                      out.writeShort(-300);
                    })))
        .containsExactly(List.of(300f, -300f));
    assertThat(values(idx(0x0C, new int[] {1}, out -> out.writeInt(-70_000))))
        .containsExactly(List.of(-70_000f));
    assertThat(values(idx(0x0D, new int[] {1}, out -> out.writeFloat(1.5f))))
        .containsExactly(List.of(1.5f));
    assertThat(values(idx(0x0E, new int[] {1, 1}, out -> out.writeDouble(-2.5))))
        .containsExactly(List.of(-2.5f));
  }

  private List<List<Float>> values(byte[] bytes) throws IOException {
    List<List<Float>> values = new ArrayList<>();
    read(file("values", bytes), Map.of())
        .collectAsList()
        .forEach(row -> values.add(row.getList(0)));
    return values;
  }

  @Test
  void theShapeIsThatOfAnItem() throws IOException {
    assertThat(shape(new int[] {0})).containsExactly(1);
    assertThat(shape(new int[] {0, 5})).containsExactly(5);
    assertThat(shape(new int[] {0, 5, 4})).containsExactly(1, 5, 4);
    assertThat(shape(new int[] {0, 3, 5, 4})).containsExactly(3, 5, 4);
  }

  private int[] shape(int[] dimensions) throws IOException {
    Dataset<Row> data = read(file("empty", idx(UBYTE, dimensions, out -> {})), Map.of());
    assertThat(data.count()).isZero();
    return TensorSpec.of(data.schema(), List.of("features"), null).shape();
  }

  @Test
  void whatIsNoIdxFileIsRefused() throws IOException {
    String text = file("text", "hello, world".getBytes(UTF_8));
    assertFails(
        text,
        Map.of(),
        "Cannot read '%s': it is not an IDX file (magic number 0x68656c6c)".formatted(text));
    String stub = file("stub", new byte[] {0, 0, 8, 3, 0});
    assertFails(
        stub,
        Map.of(),
        "Cannot read '%s': it is not an IDX file (it ends within the header)".formatted(stub));
    String negative = file("negative", idx(UBYTE, new int[] {1, -1}, out -> {}));
    assertFails(
        negative,
        Map.of(),
        "Cannot read '%s': its dimensions [1, -1] are not those of an IDX file"
            .formatted(negative));
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    byte[] cut = Arrays.copyOf(images(10), 50);
    String plain = file("plain", cut);
    assertFails(
        plain,
        Map.of(),
        "Cannot read '%s': it is truncated (must be 76 bytes, is 50)".formatted(plain));
    String gzip = gzipFile("cut.gz", cut);
    assertThatThrownBy(() -> read(gzip, Map.of()).collectAsList())
        .hasRootCauseMessage("unexpected end of file")
        .hasStackTraceContaining(
            "Cannot read '%s': it is truncated (must be 76 bytes, is 50)".formatted(gzip));
  }

  @Test
  void labelsMustBelongToTheImages() throws IOException {
    String images = file("images", images(10));
    String nine = file("nine", labels(9));
    assertFails(
        images,
        Map.of("labels", nine),
        "Cannot read labels '%s': there are 9 for the 10 items of '%s'".formatted(nine, images));
    assertFails(
        images,
        Map.of("labels", images),
        "Cannot read labels '%s': they are of type UBYTE and rank 3 (must be whole numbers of rank"
                .formatted(images)
            + " 1)");
    String absent = folder.resolve("absent").toString();
    assertFails(
        images,
        Map.of("labels", absent),
        "Cannot read '%s': there is no such file".formatted(absent));
  }

  @Test
  void wrongPathsAndOptionsAreRefused() throws IOException {
    String absent = folder.resolve("absent").toString();
    assertFails(absent, Map.of(), "Cannot read '%s': there is no such file".formatted(absent));
    assertFails(
        folder.toString(),
        Map.of(),
        "Cannot read '%s': it is a directory (must be one IDX file)".formatted(folder));
    assertThatThrownBy(() -> SharedSpark.session().read().format("idx").load())
        .hasMessage(
            "Cannot read IDX file: no path is given, or more than one (must be load(path))");
    String images = file("images", images(1));
    assertFails(images, Map.of("scale", "big"), "Invalid scale: big (must be a number)");
    assertFails(
        images, Map.of("partitions", "0"), "Invalid partitions: 0 (must be a number in 1..999999)");
  }
}
