package io.github.sparknn.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's normalizers made of models do to arrays what the models do to columns. */
class Dl4jNormalizersTest {
  private static final String[] INPUTS = {"x", "f"};
  private static final String[] OUTPUTS = {"y", "g"};
  private static final Dataset<Row> TABLE =
      SharedSpark.session()
          .range(50)
          .selectExpr(
              "double(id * 37 % 50) as x", "array(float(id * 7 % 11), float(id % 3 - 100)) as f");

  /** x and the two values of f of each row. */
  private static INDArray matrix(Dataset<Row> data, String number, String array) {
    List<Row> rows = data.select(number, array).collectAsList();
    float[][] values = new float[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      List<Float> floats = rows.get(i).getList(1);
      values[i] = new float[] {(float) rows.get(i).getDouble(0), floats.get(0), floats.get(1)};
    }
    return Nd4j.createFromArray(values);
  }

  private static void assertSame(DataNormalization dl4j, Dataset<Row> normalized) {
    INDArray features = matrix(TABLE, "x", "f");
    INDArray original = features.dup();
    dl4j.transform(features);
    assertThat(features.data().asFloat())
        .containsExactly(matrix(normalized, "y", "g").data().asFloat(), within(1e-5f));
    dl4j.revertFeatures(features);
    assertThat(features.data().asFloat()).containsExactly(original.data().asFloat(), within(1e-3f));
  }

  @Test
  void standard() {
    StandardNormalizer normalizer =
        new StandardNormalizer().setInputCols(INPUTS).setOutputCols(OUTPUTS);
    StandardNormalizerModel model = normalizer.fit(TABLE);
    assertSame(model.toDl4jNormalizer(), model.transform(TABLE));
    StandardNormalizerModel scaled = normalizer.setWithMean(false).fit(TABLE);
    assertSame(scaled.toDl4jNormalizer(), scaled.transform(TABLE));
  }

  @Test
  void minMax() {
    MinMaxNormalizerModel model =
        new MinMaxNormalizer().setInputCols(INPUTS).setOutputCols(OUTPUTS).fit(TABLE);
    assertSame(model.toDl4jNormalizer(), model.transform(TABLE));
  }
}
