package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparknn.estimators.evaluation.EvaluationColumns;
import io.github.sparknn.estimators.evaluation.RegressionEvaluation;
import io.github.sparknn.training.report.Markup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of jobs as a browser shows them; skipped where there is no Chromium. */
class ReportPagesIT {
  private static final String STAGE =
      """
      NeuralNetworkClassifier: {featuresCols: [x, y], hiddenLayers: [8], epochs: 6, batchSize: 16, \
      learningRate: 1e-2, workers: 2, seed: 1, validationIndicatorCol: forValidation}
      """;

  private static final String NO_CHROMIUM = "no Chromium on the PATH: apt-get install chromium";

  @TempDir private Path folder;

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private Map<String, String> pages() throws Exception {
    JobFixture jobs = new JobFixture(folder);
    Path job = jobs.job(STAGE, "evaluate: {report: {path: " + folder.resolve("evaluated") + "}}");
    String text =
        Files.readString(job)
            .replaceFirst("path", "columns: {forValidation: id % 5 = 0}, path")
            .replace("train:\n", "train:\n  report: {path: " + folder.resolve("trained") + "}\n");
    Files.writeString(job, text);
    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();
    assertThat(jobs.run("evaluate", job)).as(jobs.err.toString()).isZero();
    RegressionEvaluation regression =
        RegressionEvaluation.of(
            JobFixture.spark()
                .range(0, 5000, 1, 2)
                .selectExpr("1000 * randn(1) as y")
                .selectExpr("y", "0.9 * y + 200 * randn(2) as p"),
            new EvaluationColumns("y", "p"));
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("trained", Files.readString(folder.resolve("trained.html")));
    pages.put("evaluated", Files.readString(folder.resolve("evaluated.html")));
    pages.put("regression", regression.toHtml("A regression of numbers"));
    return pages;
  }

  @Test
  void wouldNotPassWithWhatIsTooWideOrComesFromElsewhere() throws Exception {
    Optional<Chromium> chromium = Chromium.find();
    assumeTrue(chromium.isPresent(), NO_CHROMIUM);
    String wide =
        Markup.page("wide", page -> page.element("div", "wide", "style", "width:900px")).toString();
    String image = wide.replace("</div>", "<img src=\"http://127.0.0.1:9/i.png\"/></div>");

    JsonNode shown = chromium.get().open(Map.of("wide", wide), 400, false, folder);

    assertThat(texts(shown.at("/wide/out"))).hasSize(1);
    assertThat(shown.at("/wide/scrollWidth").asInt()).isGreaterThan(400);
    assertThatThrownBy(() -> chromium.get().open(Map.of("image", image), 400, false, folder))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("http://127.0.0.1:9/i.png");
  }

  @Test
  void showAllThatTheyShouldOnAScreenAndOnATelephone() throws Exception {
    Optional<Chromium> chromium = Chromium.find();
    assumeTrue(chromium.isPresent(), NO_CHROMIUM);
    Map<String, String> pages = pages();

    JsonNode screen = chromium.get().open(pages, 1200, false, folder);
    JsonNode telephone = chromium.get().open(pages, 400, true, folder);

    for (JsonNode shown : List.of(screen, telephone)) {
      assertThat(texts(shown.at("/trained/headings")))
          .containsExactly(
              "sparknn",
              "Does Spark help here?",
              "Learning",
              "Validation data",
              "Held-out rows",
              "Where the time goes",
              "Workers",
              "Epochs",
              "Configuration");
      List<String> evaluation =
          List.of(
              "ROC: true positive rate over false positive rate",
              "Precision over recall",
              "Calibration: share of right rows over probability",
              "Confusion matrix");
      List<String> trained = new ArrayList<>(List.of("Loss", "Accuracy on validation data"));
      trained.addAll(evaluation);
      trained.addAll(evaluation);
      trained.add("Throughput, samples/s");
      assertThat(texts(shown.at("/trained/captions")))
          .startsWith(trained.toArray(String[]::new))
          .hasSize(trained.size() + 2);
      assertThat(texts(shown.at("/evaluated/captions"))).isEqualTo(evaluation);
      assertThat(texts(shown.at("/regression/captions")))
          .containsExactly("Prediction by label", "Residuals: rows by prediction - label");
      for (JsonNode page : shown) {
        assertThat(page.get("resources").asInt()).isZero();
        assertThat(page.get("empty").asInt()).isZero();
        assertThat(texts(page.get("out"))).isEmpty();
        assertThat(texts(page.get("cut"))).isEmpty();
        assertThat(page.get("scrollWidth").asInt()).isLessThanOrEqualTo(page.get("width").asInt());
      }
    }
    assertThat(telephone.at("/trained/width").asInt()).isEqualTo(400);
    assertThat(screen.at("/trained/background").asText()).isEqualTo("rgb(255, 255, 255)");
    assertThat(telephone.at("/trained/background").asText()).isEqualTo("rgb(20, 24, 31)");
  }
}
