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
  void classificationModelsOfFormat1LoadAndScoreTheSame() {
    NeuralNetworkClassificationModel model =
        NeuralNetworkClassificationModel.load(path("classification-1", "model"));

    assertThat(model.labels()).containsExactly("left", "right");
    assertThat(model.getLabelCol()).isEqualTo("name");
    assertThat(model.getHandleInvalid()).isEqualTo("keep");
    assertThat(model.parameters()).hasSize(2 * 8 + 8 + 8 * 2 + 2);
    List<Row> expected = scored("classification-1").collectAsList();
    List<Row> actual =
        model.transform(scored("classification-1").select("id", "features")).collectAsList();
    assertThat(actual).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(actual.get(i).<String>getAs("prediction"))
          .isEqualTo(expected.get(i).getAs("prediction"));
      for (String vector : List.of("probability", "rawPrediction")) {
        assertThat(actual.get(i).<Vector>getAs(vector).apply(0))
            .isCloseTo(expected.get(i).<Vector>getAs(vector).apply(0), within(1e-5));
      }
    }
  }
}
