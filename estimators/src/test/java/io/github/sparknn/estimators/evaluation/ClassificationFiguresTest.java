package io.github.sparknn.estimators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.testing.SharedSpark;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Curves, calibration and confusion as they are drawn. */
class ClassificationFiguresTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final EvaluationColumns COLUMNS = new EvaluationColumns("y", "p");
  private static final EvaluationColumns ALL =
      COLUMNS.withProbability("probability").withWeight("w");

  @Test
  void curvesAndCalibrationByHandWorkedNumbers() {
    Dataset<Row> data =
        ClassificationEvaluationTest.withProbability(
            SPARK.sql(
                "select *, array(1 - s, s) as a from values (1, 0.9d, 1), (0, 0.8d, 1),"
                    + " (1, 0.7d, 2), (0, 0.21d, 1), (1, 0.21d, 1) as t(y, s, w)"
                    + " cross join (select 1.0d as p)"));

    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(data, ALL, List.of("0.0", "1.0"));

    assertThat(evaluation.curves()).hasSize(1);
    ClassCurve curve = evaluation.curves().get(0);
    assertThat(curve.label()).isEqualTo("1.0");
    // Positives of weight 4, negatives of weight 2, by falling score.
    assertThat(curve.points())
        .extracting(CurvePoint::truePositiveRate)
        .containsExactly(0.0, 0.25, 0.25, 0.75, 1.0);
    assertThat(curve.points())
        .extracting(CurvePoint::falsePositiveRate)
        .containsExactly(0.0, 0.0, 0.5, 0.5, 1.0);
    assertThat(curve.points())
        .extracting(CurvePoint::precision)
        .containsExactly(1.0, 1.0, 0.5, 0.75, 4 / 6.0);
    assertThat(curve.points().get(1).threshold()).isCloseTo(0.9, within(1e-4));
    assertThat(curve.points().get(3).threshold()).isCloseTo(0.7, within(2e-4));
    assertThat(evaluation.scoreBins()).isEqualTo(65_536);

    // Between 0.2 and 0.3: half of the weight is of class 1; 0.7 and 0.9: all; 0.8: none.
    CalibrationBin third = evaluation.calibration().get(2);
    assertThat(evaluation.calibration()).hasSize(10).isEqualTo(curve.calibration());
    assertThat(third.low()).isEqualTo(0.2);
    assertThat(third.high()).isEqualTo(0.3);
    assertThat(third.weight()).isEqualTo(2);
    assertThat(third.probability()).isCloseTo(0.21, within(1e-15));
    assertThat(third.share()).isEqualTo(0.5);
    assertThat(evaluation.calibration().get(0).share()).isNaN();
    assertThat(evaluation.calibrationError())
        .isCloseTo((2 * 0.29 + 2 * 0.3 + 0.8 + 0.1) / 6, within(1e-12));
  }

  @Test
  void ofManyClassesTheWorstAreDrawnAndThePredictedOneIsCalibrated() {
    // Class i of eight is told from the others wrongly in i of 8 rows.
    Dataset<Row> data =
        ClassificationEvaluationTest.withProbability(
            SPARK
                .range(0, 64, 1, 3)
                .selectExpr(
                    "double(id div 8) as y",
                    "int(if(id % 8 < id div 8, 7 - id div 8, id div 8)) as q")
                .selectExpr(
                    "y",
                    "double(q) as p",
                    "1 as w",
                    "transform(sequence(0, 7), i -> if(i = q, 0.65D, 0.05D)) as a"));
    List<String> labels = List.of("0.0", "1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "7.0");

    ClassificationEvaluation evaluation = ClassificationEvaluation.of(data, ALL, labels);

    assertThat(evaluation.curves())
        .extracting(ClassCurve::label)
        .hasSize(6)
        .isSubsetOf(labels)
        .doesNotContain("0.0");
    CalibrationBin only = evaluation.calibration().get(6);
    assertThat(only.weight()).isEqualTo(64);
    assertThat(only.probability()).isCloseTo(0.65, within(1e-12));
    assertThat(only.share()).isEqualTo(evaluation.accuracy());
    assertThat(evaluation.calibrationError())
        .isCloseTo(Math.abs(0.65 - evaluation.accuracy()), within(1e-12));
    // One class against the rest: its probability is 0.05 or 0.65.
    ClassCurve first = evaluation.curves().get(0);
    assertThat(first.calibration().get(0).weight() + first.calibration().get(6).weight())
        .isEqualTo(64);
    assertThat(first.calibration().get(6).share()).isBetween(0.0, 1.0);
  }

  @Test
  void curvesKeepTheirShapeInFewPoints() {
    Dataset<Row> data =
        ClassificationEvaluationTest.withProbability(
            SPARK
                .range(0, 20_000, 1, 4)
                .selectExpr("rand(1) as r", "1 as w", "1D as p", "rand(3) as s")
                .selectExpr("w", "p", "double(r < s) as y", "array(1 - s, s) as a"));

    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(data, ALL, List.of("0.0", "1.0"));

    List<CurvePoint> points = evaluation.curves().get(0).points();
    assertThat(points).hasSizeBetween(100, 500);
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      CurvePoint left = points.get(i - 1);
      CurvePoint right = points.get(i);
      area +=
          (right.falsePositiveRate() - left.falsePositiveRate())
              * (right.truePositiveRate() + left.truePositiveRate())
              / 2;
      assertThat(right.threshold()).isLessThanOrEqualTo(left.threshold());
    }
    // Of a probability s that is right, uniform: 5/6.
    assertThat(evaluation.areaUnderRoc()).isCloseTo(5 / 6.0, within(0.01));
    assertThat(area).isCloseTo(evaluation.areaUnderRoc(), within(1e-4));
    assertThat(evaluation.calibrationError()).isLessThan(0.02);
  }

  @Test
  void ofManyClassesTheHeaviestAreShown() throws Exception {
    int classes = 40;
    // Class i has i rows; three of those of class 39 are predicted as class 0.
    Dataset<Row> data =
        SPARK
            .range(0, classes)
            .selectExpr("id", "explode(sequence(1, int(id))) as n")
            .where("id > 0")
            .selectExpr("double(id) as y", "if(id = 39 and n % 13 = 0, 0D, double(id)) as p");
    List<String> labels = IntStream.range(0, classes).mapToObj(i -> i + ".0").toList();

    ClassificationEvaluation evaluation = ClassificationEvaluation.of(data, COLUMNS, labels);

    ConfusionCounts.Matrix shown = evaluation.confusion(3);
    assertThat(shown.labels()).containsExactly("37.0", "38.0", "39.0", "37 others");
    assertThat(shown.cells()[0]).containsExactly(37, 0, 0, 0);
    assertThat(shown.cells()[2]).containsExactly(0, 0, 36, 3);
    assertThat(shown.cells()[3]).containsExactly(0, 0, 0, 36 * 37 / 2 - 0.0);
    assertThat(evaluation.confusionMatrix()[39][0]).isEqualTo(3);
    assertThat(evaluation.toHtml("many"))
        .contains("The 30 classes of most weight, the others together.")
        .contains(">10 others<")
        .contains("No curves: there are no probabilities.");
    JsonNode json = new ObjectMapper().readTree(evaluation.toJson());
    assertThat(json.get("confusionLabels")).hasSize(40);
    assertThat(json.get("curves")).isEmpty();
  }

  @Test
  void aPageShowsWhatWasMeasured() {
    Dataset<Row> data =
        ClassificationEvaluationTest.withProbability(
            SPARK.sql(
                "select *, array(1 - s, s) as a from values ('no', 'no', 1, 0.2d),"
                    + " ('<yes>', '<yes>', 1, 0.7d), ('no', '<yes>', 1, 0.6d),"
                    + " ('no', null, 1, 0.6d) as t(y, p, w, s)"));

    String page =
        ClassificationEvaluation.of(data, ALL, List.of("no", "<yes>")).toHtml("late & early");

    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>late &amp; early</h1>")
        .contains("Measured on 3 rows; 1 row without a prediction left out.")
        .contains("<dt>Accuracy</dt><dd>66.67%")
        .contains("<dt>Area under ROC</dt><dd>1.0000<small>of class &lt;yes&gt;</small>")
        .contains("ROC: true positive rate over false positive rate")
        .contains("Precision over recall")
        .contains("Calibration: ")
        .contains("Confusion matrix")
        .contains(
            "Scores counted in 65,536 bins of log-odds, which changes the area under ROC by at"
                + " most")
        // From no row taken, over the positive, to all: up, then right.
        .contains("class=\"line class1\" d=\"M0 1000L0 0L500 0L1000 0\"")
        .doesNotContain("http")
        .doesNotContain("<script");
  }
}
