package io.github.sparknn.preprocessing;

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
import io.github.sparknn.testing.StageContract;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ImagePreprocessorTest {
  @TestFactory
  Stream<DynamicTest> imagePreprocessorKeepsTheContractOfStages(@TempDir Path directory) {
    ImagePreprocessor stage =
        stage(3, 3)
            .setCrop("random")
            .setHorizontalFlip("random")
            .setResizeTo(new int[] {5})
            .setCopies(2)
            .setMean(new double[] {0.5, 0.4, 0.3})
            .setHandleInvalid("skip");
    Dataset<Row> data =
        SharedSpark.session()
            .range(0, 6, 1, 2)
            .selectExpr(
                "id",
                "IF(id = 2, NULL, transform(sequence(0, 4 + id % 3), y ->"
                    + " transform(sequence(0, 6), x -> x * y + id))) AS content");
    return StageContract.of(stage, data, directory);
  }

  @Test
  void colourBecomesLumaAndAlphaIsBlendedOrKept() {
    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
    BufferedImage image =
        Images.colours(
            1, 1, BufferedImage.TYPE_INT_ARGB, (x, y) -> new Color(200, 100, 50, 51).getRGB());
    Dataset<Row> data = files(Images.encode(image, "png"));
    // A fifth of the colour over white: 0.2 * 200 + 0.8 * 255 = 244
    assertThat(tensor(stage(1, 1).setScale(1), data))
        .containsExactly(new float[] {244, 224, 214}, within(1e-3f));
    assertThat(tensor(stage(1, 1).setScale(1).setBackground(0), data))
        .containsExactly(new float[] {40, 20, 10}, within(1e-3f));
    assertThat(tensor(stage(1, 1).setScale(1).setBackground(0).setChannels(1), data))
        .containsExactly(new float[] {24.84f}, within(1e-3f));
    assertThat(tensor(stage(1, 1).setScale(1).setChannels(4), data))
        .containsExactly(new float[] {200, 100, 50, 51}, within(1e-3f));
    Dataset<Row> opaque = files(four(BufferedImage.TYPE_INT_RGB, "png"));
    assertThat(tensor(stage(2, 2).setChannels(4), opaque)).endsWith(1, 1, 1, 1);
  }

  /** Rows of pixels 0, 10, 20 and so on. */
  private static Dataset<Row> grid(int height, int width) {
    return SharedSpark.session()
        .range(1)
        .selectExpr(
            "transform(sequence(0, %d), y -> transform(sequence(0, %d), x -> (y * %d + x) * 10)) AS content"
                .formatted(height - 1, width - 1, width));
  }

  private static ImagePreprocessor grey(int height, int width) {
    return stage(height, width).setChannels(1).setScale(1);
  }

  @Test
  void resizesBilinearlyWithAntialiasing() {
    // Doubled: 1/4 and 3/4 of neighbours, the border's own value outside.
    assertThat(tensor(grey(1, 4), grid(1, 2)))
        .containsExactly(new float[] {0, 2.5f, 7.5f, 10}, within(1e-4f));
    // Halved: weights 1/8, 3/8, 3/8, 1/8 of four pixels; 3/7, 3/7, 1/7 where one lies outside.
    assertThat(tensor(grey(1, 2), grid(1, 4)))
        .containsExactly(new float[] {50 / 7f, 160 / 7f}, within(1e-4f));
    // A fine pattern of 0 and 240 becomes grey, where sampling would give one of the two.
    Dataset<Row> stripes =
        SharedSpark.session()
            .range(1)
            .selectExpr(
                "transform(sequence(0, 15), y -> transform(sequence(0, 15), x -> (x % 2) * 240)) AS"
                    + " content");
    for (float pixel : tensor(grey(4, 4), stripes)) {
      assertThat(pixel).isBetween(105f, 135f);
    }
  }

  @Test
  void cropsTheCenterOfWhatWasResized() {
    assertThat(tensor(grey(2, 2).setCrop("center"), grid(4, 4))).containsExactly(50, 60, 90, 100);
    assertThat(tensor(grey(1, 1).setCrop("center").setResizeTo(new int[] {1, 3}), grid(1, 3)))
        .containsExactly(10);
    // The shorter side, 2, becomes 4, then the 4 x 8 image loses two columns at each end.
    assertThat(tensor(grey(4, 4).setCrop("center").setResizeTo(new int[] {4}), grid(2, 4)))
        .startsWith(new float[] {7.5f, 12.5f, 17.5f, 22.5f}, within(1e-4f));
    // Too small: enlarged until it covers the crop.
    assertThat(tensor(grey(2, 2).setCrop("center"), grid(1, 1))).containsExactly(0, 0, 0, 0);
    assertThat(tensor(grey(2, 2).setCrop("center"), grid(1, 4)))
        .containsExactly(new float[] {7.5f + 5, 17.5f, 12.5f, 17.5f}, within(5.1f));
  }

  @Test
  void flipsScalesAndOrders() {
    assertThat(tensor(grey(2, 2).setHorizontalFlip("always"), grid(2, 2)))
        .containsExactly(10, 0, 30, 20);
    assertThat(tensor(grey(2, 2).setVerticalFlip("always"), grid(2, 2)))
        .containsExactly(20, 30, 0, 10);
    Dataset<Row> data = files(four(BufferedImage.TYPE_INT_RGB, "png"));
    assertThat(
            tensor(
                stage(2, 2)
                    .setMean(new double[] {0.5, 0, 0.25})
                    .setStd(new double[] {0.5, 2, 0.25})
                    .setChannelOrder("hwc"),
                data))
        .containsExactly(new float[] {1, 0, -1, -1, 0.5f, -1, -1, 0, 3, 1, 0.5f, 3}, within(1e-6f));
    assertThat(shape(stage(4, 5))).containsExactly(3, 4, 5);
    assertThat(shape(stage(4, 5).setChannelOrder("hwc").setChannels(1))).containsExactly(4, 5, 1);
  }

  private static long[] shape(ImagePreprocessor stage) {
    return stage
        .transform(files(new byte[0]))
        .schema()
        .apply("features")
        .metadata()
        .getLongArray("tensor.shape");
  }

  @Test
  void readsArraysAndSparksImages() {
    Dataset<Row> flat =
        SharedSpark.session().range(1).selectExpr("array(0, 10, 20, 30, 40, 50) AS content");
    assertThat(tensor(grey(2, 3).setInputShape(new int[] {2, 3}), flat))
        .containsExactly(0, 10, 20, 30, 40, 50);
    assertThat(tensor(stage(1, 2).setScale(1).setInputShape(new int[] {3, 1, 2}), flat))
        .containsExactly(0, 10, 20, 30, 40, 50);
    Dataset<Row> planes =
        SharedSpark.session()
            .range(1)
            .selectExpr("array(array(array(1D)), array(array(2D)), array(array(3D))) AS content");
    assertThat(tensor(stage(1, 1).setScale(1), planes)).containsExactly(1, 2, 3);
    byte[] bgr = {0, 0, (byte) 255, 0, (byte) 255, 0, (byte) 255, 0, 0, -1, -1, -1};
    Dataset<Row> images =
        Tables.of(
            new StructType().add("content", ImageSchema.columnSchema()),
            row(row("a.png", 2, 2, 3, 16, bgr)));
    assertThat(tensor(stage(2, 2), images)).containsExactly(FOUR_PLANES, within(1e-6f));
  }

  @Test
  void randomCropsAndFlipsDependOnSeedEpochAndImageOnly() {
    Dataset<Row> images =
        SharedSpark.session()
            .range(0, 60, 1, 3)
            .selectExpr(
                "id",
                "transform(sequence(0, 5), y -> transform(sequence(0, 5), x -> y * 6 + x + id * 36))"
                    + " AS content");
    ImagePreprocessor stage =
        grey(4, 4).setCrop("random").setHorizontalFlip("random").setVerticalFlip("random");
    List<float[]> drawn = byId(stage, images);
    assertThat(texts(byId(stage, images.repartition(5)))).isEqualTo(texts(drawn));
    assertThat(texts(byId(stage.copy(ParamMap.empty()).setSeed(8L), images)))
        .isNotEqualTo(texts(drawn));
    Set<String> parts = new HashSet<>();
    for (int i = 0; i < drawn.size(); i++) {
      float least = 36 * i;
      float[] part = drawn.get(i);
      for (float pixel : part) {
        assertThat(pixel).isBetween(least, least + 35);
      }
      assertThat(Math.abs(part[1] - part[0])).isEqualTo(1);
      assertThat(Math.abs(part[4] - part[0])).isEqualTo(6);
      parts.add((part[0] - least) + " " + (part[1] - part[0]) + " " + (part[4] - part[0]));
    }
    // 9 places, 4 flips: of 36 results, 60 draws give about 29.
    assertThat(parts).hasSizeGreaterThan(20);
    List<float[]> next = byId(stage.setEpoch(1), images);
    assertThat(texts(next)).isNotEqualTo(texts(drawn));
    List<float[]> both = byId(stage.setEpoch(0).setCopies(2), images);
    assertThat(both).hasSize(120);
    for (int i = 0; i < 60; i++) {
      assertThat(texts(both.subList(2 * i, 2 * i + 2)))
          .containsExactlyInAnyOrderElementsOf(texts(List.of(drawn.get(i), next.get(i))));
    }
  }

  private static List<float[]> byId(ImagePreprocessor stage, Dataset<Row> images) {
    return floats(stage.transform(images).orderBy("id"), "features");
  }

  private static List<String> texts(List<float[]> tensors) {
    return tensors.stream().map(Arrays::toString).toList();
  }

  @Test
  void rowsWithEqualImagesAreToldApartByRowCol() {
    Dataset<Row> same =
        grid(6, 6)
            .select(
                functions.explode(functions.expr("sequence(0, 19)")).as("id"),
                functions.col("content"));
    ImagePreprocessor stage = grey(2, 2).setCrop("random");
    assertThat(stage.transform(same).select("features").distinct().count()).isEqualTo(1);
    assertThat(stage.setRowCol("id").transform(same).select("features").distinct().count())
        .isGreaterThan(5);
  }

  @Test
  void wholeStageCodeGenerationTakesTheStage() {
    Dataset<Row> data = files(four(BufferedImage.TYPE_INT_RGB, "png"));
    String plan = stage(2, 2).transform(data).queryExecution().executedPlan().toString();
    assertThat(plan).containsPattern("\\*\\(1\\) Project .*image_tensor\\[2x2\\]");
    String skipping =
        stage(2, 2)
            .setHandleInvalid("skip")
            .transform(data)
            .queryExecution()
            .executedPlan()
            .toString();
    assertThat(skipping.split("image_tensor", -1)).as(skipping).hasSize(2);
    List<float[]> compiled = floats(stage(1, 1).transform(data), "features");
    SharedSpark.session().conf().set("spark.sql.codegen.wholeStage", "false");
    SharedSpark.session().conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    try {
      assertThat(texts(floats(stage(1, 1).transform(data), "features"))).isEqualTo(texts(compiled));
    } finally {
      SharedSpark.session().conf().unset("spark.sql.codegen.wholeStage");
      SharedSpark.session().conf().unset("spark.sql.codegen.factoryMode");
    }
  }

  @Test
  void saysWhatDoesNotFit() {
    Dataset<Row> data = files(new byte[0]);
    assertRefused(
        new ImagePreprocessor().setInputCol("content").setWidth(1),
        data,
        "Cannot preprocess images: height is not set");
    assertRefused(
        stage(1, 1).setInputCol("path"),
        data,
        "Cannot use column 'path' of inputCol: its type is string, expected binary, Spark's image"
            + " struct, or an array of numbers of one to three dimensions");
    assertRefused(
        stage(1, 1).setMean(new double[] {1}),
        data,
        "Invalid mean: [1.0] (must be empty or one number for each of 3 channels)");
    assertRefused(
        stage(1, 1).setResizeTo(new int[] {5}),
        data,
        "Invalid resizeTo: [5] (must be empty where crop is none, which resizes to height and"
            + " width)");
    assertRefused(
        stage(1, 1).setCopies(3),
        data,
        "Invalid copies: 3 (must be 1 where neither crop nor flips are random)");
    assertRefused(
        stage(1, 1).setOriginCol("file"),
        data,
        "Cannot find column 'file' of originCol: the DataFrame has id, path, content");
    Dataset<Row> flat = SharedSpark.session().range(1).selectExpr("array(1, 2) AS content");
    assertRefused(
        stage(1, 1),
        flat,
        "Cannot use column 'content' of inputCol: its shape is not known (must be [channels,]"
            + " height, width, by inputShape or its metadata)");
    assertThatThrownBy(() -> stage(2, 2).setInputShape(new int[] {1, 1}).transform(flat).collect())
        .hasStackTraceContaining(
            "Cannot read an image of column 'content': it holds 2 values (must be 1 x 1 x 1,"
                + " channels, height and width)");
    assertThatThrownBy(() -> stage(1, 1).setChannels(2))
        .hasMessage("Invalid channels: 2 (must be one of 1, 3, 4)");
    assertThatThrownBy(() -> stage(1, 1).setStd(new double[] {0}))
        .hasMessage("Invalid std: [0.0] (must be finite numbers greater than 0.0)");
    assertThatThrownBy(() -> stage(1, 1).setResizeTo(new int[] {1, 2, 3}))
        .hasMessage("Invalid resizeTo: [1, 2, 3] (must be empty, or 1 or 2 positive numbers)");
  }

  private static void assertRefused(ImagePreprocessor stage, Dataset<Row> data, String message) {
    assertThatThrownBy(() -> stage.transform(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> stage.transformSchema(data.schema())).hasMessage(message);
  }
}
