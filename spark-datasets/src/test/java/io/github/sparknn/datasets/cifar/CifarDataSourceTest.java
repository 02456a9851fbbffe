package io.github.sparknn.datasets.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarDataSourceTest {
  private static final int PLANE = 32 * 32;

  @TempDir Path folder;

  /** Image i is red i, green i + 1, blue i + 2 all over, but for its last pixel's 255 blue. */
  private static byte[] records(int from, int count, int... classes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = from; i < from + count; i++) {
      for (int n : classes) {
        out.write(i % n);
      }
      for (int channel = 0; channel < 3; channel++) {
        for (int pixel = 0; pixel < PLANE; pixel++) {
          out.write(channel == 2 && pixel == PLANE - 1 ? 255 : i + channel);
        }
      }
    }
    return out.toByteArray();
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static Dataset<Row> read(String format, String path) {
    return SharedSpark.session().read().format(format).load(path);
  }

  private static void assertFails(String format, String path, String message) {
    assertThatThrownBy(() -> read(format, path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void readsTheBatchesOfAGlobInOrder() throws IOException {
    file("data_batch_2.bin", records(7, 5, 10));
    file("data_batch_1.bin", records(0, 7, 10));
    file("test_batch.bin", records(100, 3, 10));
    Dataset<Row> data = read("cifar10", folder + "/data_batch_*.bin");
    assertThat(data.schema().simpleString()).isEqualTo("struct<features:array<float>,label:int>");
    assertThat(TensorSpec.of(data.schema(), List.of("features"), null).shape())
        .containsExactly(3, 32, 32);
    List<Row> rows = data.collectAsList();
    assertThat(rows).hasSize(12);
    for (int i = 0; i < rows.size(); i++) {
      List<Float> pixels = rows.get(i).getList(0);
      assertThat(pixels).hasSize(3 * PLANE);
      assertThat(pixels.subList(0, PLANE)).containsOnly((float) i);
      assertThat(pixels.subList(PLANE, 2 * PLANE)).containsOnly(i + 1f);
      assertThat(pixels.get(2 * PLANE)).isEqualTo(i + 2f);
      assertThat(pixels.get(3 * PLANE - 1)).isEqualTo(255f);
      assertThat(rows.get(i).getInt(1)).isEqualTo(i % 10);
    }
  }

  @Test
  void aLargeFileIsSplitAndEachColumnReadAlone() throws IOException {
    String path = file("batch.bin", records(0, 1000, 10));
    Dataset<Row> labels = read("cifar10", path).select("label");
    assertThat(labels.rdd().getNumPartitions()).isEqualTo(2);
    List<Row> rows = labels.collectAsList();
    assertThat(rows).hasSize(1000);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).getInt(0)).isEqualTo(i % 10);
    }
    assertThat(read("cifar10", path).select("features").first().<Float>getList(0)).hasSize(3072);
    assertThat(read("cifar10", path).count()).isEqualTo(1000);
  }

  @Test
  void cifar100HasTwoLabelsAndScaleIsAFactor() throws IOException {
    String path = file("train.bin", records(0, 120, 20, 100));
    Row row =
        SharedSpark.session()
            .read()
            .format("cifar100")
            .options(Map.of("scale", "0.5"))
            .load(path)
            .collectAsList()
            .get(119);
    assertThat(row.schema().fieldNames()).containsExactly("features", "coarseLabel", "label");
    assertThat(row.<Float>getList(0).get(0)).isEqualTo(59.5f);
    assertThat(row.getInt(1)).isEqualTo(19);
    assertThat(row.getInt(2)).isEqualTo(19);
  }

  @Test
  void refusesWhatIsNotOfTheFormat() throws IOException {
    String absent = folder.resolve("absent.bin").toString();
    assertFails("cifar10", absent, "Cannot read '%s': there is no such file".formatted(absent));
    assertFails(
        "cifar10",
        folder.toString(),
        "Cannot read 'file:%s': it is a directory (must be files, such as its data_batch_*.bin)"
            .formatted(folder));
    String fine = file("fine.bin", records(0, 2, 20, 100));
    assertFails(
        "cifar10",
        fine,
        "Cannot read 'file:%s': its length is 6148 (must be a multiple of 3073, as CIFAR10 records"
                .formatted(fine)
            + " are of 1 label bytes and 3072 pixels, not compressed)");
    String other = file("other.bin", records(0, 12, 256));
    assertThatThrownBy(() -> read("cifar10", other).collectAsList())
        .hasStackTraceContaining(
            "Cannot read 'file:%s': label of record 10 is 10 (must be below 10 in a CIFAR10 file)"
                .formatted(other));
    assertThatThrownBy(() -> SharedSpark.session().read().format("cifar10").load())
        .hasMessage(
            "Cannot read CIFAR10 files: no path is given, or more than one (must be load(path), in"
                + " which * may stand for several)");
    assertThatThrownBy(
            () -> SharedSpark.session().read().format("cifar10").option("scale", "big").load(fine))
        .hasMessage("Invalid scale: big (must be a number)");
  }
}
