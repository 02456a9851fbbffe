package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names of the columns that stages add, as Spark resolves them. */
class NewColumnsTest {
  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  private static Dataset<Row> table() {
    return Tables.of("x DOUBLE, Features STRING", row(1.0, "a"), row(3.0, "b"));
  }

  private static TablePreprocessor preprocessor() {
    return new TablePreprocessor().setNumericCols(new String[] {"x"}).setOutputCol("features");
  }

  private static StandardNormalizer normalizer(String... outputs) {
    return new StandardNormalizer().setInputCols(new String[] {"x", "y"}).setOutputCols(outputs);
  }

  private static SequenceWindower windower(String uid) {
    return new SequenceWindower(uid)
        .setTimeCol("x")
        .setInputCols(new String[] {"x"})
        .setLabelCols(new String[] {"x"})
        .setHorizon(0)
        .setLength(2);
  }

  @AfterEach
  void restore() {
    SharedSpark.session().conf().unset(CASE_SENSITIVE);
  }

  private static void assertRefused(PipelineStage stage, Dataset<Row> data, String message) {
    assertThatThrownBy(() -> stage.transformSchema(data.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void namesThatDifferInCaseAreNotNew() {
    assertRefused(
        preprocessor(),
        table(),
        "Invalid outputCol: features (must be a new column, the DataFrame has x, Features)");
    assertRefused(
        normalizer("a", "A"),
        table().selectExpr("x", "x AS y"),
        "Invalid outputCols: a, A (must be distinct, 'A' comes twice)");
    assertRefused(
        windower("windows").setOutputCol("w").setOutputLabelCol("W"),
        table(),
        "Invalid outputLabelCol: W (must not be outputCol)");
    assertRefused(
        new TextSequencer()
            .setInputCol("Features")
            .setOutputCol("ids")
            .setMaskCol("Ids")
            .setMaxLength(3)
            .setPadding("post"),
        table(),
        "Invalid maskCol: Ids (must not be outputCol)");
    assertRefused(
        new MissingValueImputer()
            .setInputCol("x")
            .setOutputCol("whole")
            .setIndicatorCols(new String[] {"Whole"}),
        table(),
        "Invalid indicatorCols: Whole (must not name 'Whole', which is an output column)");
  }

  @Test
  void namesThatDifferInCaseAreNewToSessionsThatTellThem() {
    SharedSpark.session().conf().set(CASE_SENSITIVE, "true");
    Dataset<Row> out = preprocessor().fit(table()).transform(table());
    assertThat(out.columns()).containsExactly("x", "Features", "features");
    assertThat(Tables.floats(out, "features").get(0)).containsExactly((float) (-1 / Math.sqrt(2)));
    assertRefused(
        preprocessor().setOutputCol("Features"),
        table(),
        "Invalid outputCol: Features (must be a new column, the DataFrame has x, Features)");
    Dataset<Row> numbers = table().selectExpr("x", "x AS y");
    assertThat(normalizer("a", "A").fit(numbers).transform(numbers).columns())
        .containsExactly("x", "y", "a", "A");
  }

  @Test
  void uidsMayHoldDots() {
    SequenceWindower windower =
        windower("my.windows v2").setStride(2).setMaxGap(5).setShortWindows("pad");
    assertThat(windower.transform(table().select("x")).count()).isEqualTo(1);
    ImagePreprocessor images =
        new ImagePreprocessor("my.images")
            .setInputCol("pixels")
            .setInputShape(new int[] {2, 2})
            .setChannels(1)
            .setHeight(2)
            .setWidth(2)
            .setScale(1)
            .setHorizontalFlip("random")
            .setCopies(3);
    Dataset<Row> tensors =
        images.transform(table().selectExpr("array(x, x, 2 * x, 2 * x) AS pixels"));
    assertThat(Tables.floats(tensors, "features"))
        .containsExactlyInAnyOrder(
            new float[] {1, 1, 2, 2},
            new float[] {1, 1, 2, 2},
            new float[] {1, 1, 2, 2},
            new float[] {3, 3, 6, 6},
            new float[] {3, 3, 6, 6},
            new float[] {3, 3, 6, 6});
  }
}
