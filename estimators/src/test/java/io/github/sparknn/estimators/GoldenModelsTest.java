package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import scala.collection.Seq;

/** Models that earlier versions saved, made by {@link GoldenModels}. */
class GoldenModelsTest {
  private static final SparkSession SPARK = SharedSpark.session();

  private static String path(String name, String part) {
    try {
      return Path.of(
              GoldenModelsTest.class.getResource("/saved-models/" + name + "/" + part).toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Dataset<Row> scored(String name) {
    return SPARK.read().parquet(path(name, "scored"));
  }

  @Test
  void classificationModelsOfFormat2LoadAndScoreTheSame() {
    NeuralNetworkClassificationModel model =
        NeuralNetworkClassificationModel.load(path("classification-2", "model"));

    assertThat(model.labels()).containsExactly("left", "right");
    assertThat(model.getLabelCol()).isEqualTo("name");
    assertThat(model.getHandleInvalid()).isEqualTo("keep");
    assertThat(model.parameters()).hasSize(2 * 8 + 8 + 8 * 2 + 2);
    assertScoresTheSame(model, "classification-2");
  }

  @Test
  void modelsOfSeveralLabelsOfFormat2LoadAndScoreTheSame() {
    NeuralNetworkClassificationModel model =
        NeuralNetworkClassificationModel.load(path("several-labels-2", "model"));

    assertThat(model.labels()).containsExactly("0", "1");
    assertThat(model.getThresholds()).containsExactly(0.45, 0.55);
    assertScoresTheSame(model, "several-labels-2");
  }

  @Test
  void regressionModelsOfFormat2LoadAndScoreTheSame() {
    NeuralNetworkRegressionModel model =
        NeuralNetworkRegressionModel.load(path("regression-2", "model"));

    assertThat(model.numTargets()).isEqualTo(2);
    assertScoresTheSame(model, "regression-2");
  }

  @Test
  void autoencodersOfFormat2LoadAndScoreTheSame() {
    NeuralNetworkAutoencoderModel model =
        NeuralNetworkAutoencoderModel.load(path("autoencoder-2", "model"));

    assertThat(model.encodingSize()).isEqualTo(1);
    assertScoresTheSame(model, "autoencoder-2");
  }

  private static void assertScoresTheSame(NetworkModel<?> model, String name) {
    String[] outputs = model.outputs().fieldNames();
    List<Row> expected = scored(name).selectExpr(outputs).collectAsList();
    List<Row> actual =
        model.transform(scored(name).select("id", "features")).selectExpr(outputs).collectAsList();
    assertThat(actual).hasSize(10);
    for (int row = 0; row < 10; row++) {
      for (int i = 0; i < outputs.length; i++) {
        assertSame(actual.get(row).get(i), expected.get(row).get(i));
      }
    }
  }

  private static void assertSame(Object actual, Object expected) {
    if (expected instanceof Number number) {
      assertThat(((Number) actual).doubleValue()).isCloseTo(number.doubleValue(), within(1e-5));
    } else if (expected instanceof Vector vector) {
      assertThat(((Vector) actual).toArray()).containsExactly(vector.toArray(), within(1e-5));
    } else if (expected instanceof Seq<?> values) {
      assertThat(((Seq<?>) actual).size()).isEqualTo(values.size());
      for (int i = 0; i < values.size(); i++) {
        assertSame(((Seq<?>) actual).apply(i), values.apply(i));
      }
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }
}
