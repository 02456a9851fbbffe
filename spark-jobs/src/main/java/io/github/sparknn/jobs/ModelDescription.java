package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NetworkModel;
import io.github.sparknn.preprocessing.storage.SavedStage;
import io.github.sparknn.training.network.LayerSummary;
import io.github.sparknn.training.report.Markup;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.Validation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.SparkSession;

/**
 * What a saved model is, without the data that it was trained on.
 *
 * @param origin what it is and who saved it
 * @param stages in order; one for a model that is no pipeline
 */
record ModelDescription(String origin, List<StageDescription> stages) {
  private static final String COLUMNS = "columns";
  private static final String NO_REPORT =
      "No report of the training was saved with this model: its curves, metrics, times and the"
          + " training data's columns are not known.";

  /**
   * Reads a model that Spark ML saved, or a zip of DL4J.
   *
   * @throws IllegalArgumentException there is no such path, it is no model, or it is damaged
   */
  static ModelDescription read(SparkSession spark, String path) {
    Path place = new Path(path);
    boolean file =
        Failures.explain(
            "look at " + path,
            () -> {
              var files = place.getFileSystem(spark.sessionState().newHadoopConf());
              return files.exists(place) && files.getFileStatus(place).isFile();
            });
    if (file) {
      NetworkModel<?> network = NetworkModel.fromDl4j(path);
      return new ModelDescription("a network in DL4J's zip", List.of(StageDescription.of(network)));
    }
    SavedStage saved = SavedStage.of(path, spark);
    String origin =
        "%s %s, saved by Spark %s on %s"
            .formatted(
                saved.className().replaceFirst(".*\\.", ""),
                saved.uid(),
                saved.sparkVersion(),
                saved.savedAt());
    List<Params> stages = new ArrayList<>();
    addStages((Params) saved.load(spark), stages);
    return new ModelDescription(origin, stages.stream().map(StageDescription::of).toList());
  }

  private static void addStages(Params stage, List<Params> stages) {
    if (stage instanceof PipelineModel pipeline) {
      for (Params part : pipeline.stages()) {
        addStages(part, stages);
      }
    } else if (stage instanceof Pipeline pipeline) {
      for (Params part : pipeline.getStages()) {
        addStages(part, stages);
      }
    } else if (stage instanceof CrossValidatorModel tuned) {
      addStages(tuned.bestModel(), stages);
    } else if (stage instanceof TrainValidationSplitModel tuned) {
      addStages(tuned.bestModel(), stages);
    } else {
      stages.add(stage);
    }
  }

  /** The report of the last network that has one. */
  Optional<TrainingReport> report() {
    return stages.stream().flatMap(stage -> stage.report().stream()).reduce((first, last) -> last);
  }

  void print(PrintWriter out) {
    out.println(origin);
    for (int i = 0; i < stages.size(); i++) {
      StageDescription stage = stages.get(i);
      out.printf("%nstage %d: %s%n", i, stage.title());
      print(stage.facts(), out);
      if (stage.isNetwork()) {
        out.println();
        LayerLines.write(out, stage.layers(), stage.parameters());
        out.println();
        stage.report().ifPresentOrElse(report -> print(report, out), () -> out.println(NO_REPORT));
      }
    }
    out.flush();
  }

  private static void print(Map<String, String> facts, PrintWriter out) {
    Results results = new Results();
    facts.forEach(results::add);
    results.print(out);
  }

  private static void print(TrainingReport report, PrintWriter out) {
    Map<String, String> told = report.configuration();
    Results results = new Results();
    results.add("rows trained", report.result().examples());
    TrainingFacts.add(report, results);
    Validation validation = report.result().validation();
    if (validation != null) {
      results.add("validation loss", validation.loss());
      if (validation.hasAccuracy()) {
        results.add("validation accuracy", validation.accuracy());
      }
    }
    for (String name : new String[] {"finished", "SparkNN", "DL4J", "Spark", "Java"}) {
      if (told.containsKey(name)) {
        results.add(name.equals("finished") ? name : "trained by " + name, told.get(name));
      }
    }
    if (told.containsKey(COLUMNS)) {
      results.add("training columns", told.get(COLUMNS).lines().collect(Collectors.joining(", ")));
    }
    results.print(out);
  }

  /**
   * The page of the training's report where that was saved; else a page of what the model itself
   * tells.
   */
  String toHtml(String title) {
    return report().map(report -> report.toHtml(title)).orElseGet(() -> ownPage(title));
  }

  private String ownPage(String title) {
    return Markup.page(
            title,
            page -> {
              page.element("h1", title).element("p", origin, "class", "soft");
              page.element("p", NO_REPORT);
              stages.forEach(stage -> write(stage, page));
            })
        .toString();
  }

  private static void write(StageDescription stage, Markup page) {
    page.element(
        "section",
        section -> {
          section.element("h2", stage.title());
          List<List<String>> facts = new ArrayList<>();
          stage.facts().forEach((name, value) -> facts.add(List.of(name, value)));
          writeTable(section, facts);
          List<List<String>> layers = new ArrayList<>();
          if (stage.isNetwork()) {
            layers.add(List.of("layer", "type", "output", "parameters"));
          }
          for (LayerSummary layer : stage.layers()) {
            String count = String.format(Locale.ROOT, "%,d", layer.parameters());
            layers.add(List.of(layer.name(), layer.type(), layer.output(), count));
          }
          writeTable(section, layers);
        });
  }

  private static void writeTable(Markup place, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    place.element(
        "table",
        table ->
            table.element(
                "tbody",
                body -> {
                  for (List<String> cells : rows) {
                    body.element(
                        "tr",
                        row -> {
                          row.element("th", cells.get(0));
                          cells.stream().skip(1).forEach(cell -> row.element("td", cell));
                        });
                  }
                }),
        "class",
        "text");
  }
}
