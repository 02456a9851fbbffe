package io.github.sparknn.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.tracking.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.VectorAssembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFileTest {
  private static final String WHOLE =
      """
      app: flights
      data:
        format: csv
        path: in/*.csv
        options: {header: true, sep: ";"}
        columns: {Weekday: "CAST(day AS STRING)", Hour: "time div 100"}
        where: "Hour > 4"
      train:
        where: "late IS NOT NULL"
        holdout: {fraction: 0.25, seed: 7, columns: [id]}
        stages:
          - VectorAssembler: {inputCols: [Hour, delay], outputCol: features}
          - LogisticRegression: {labelCol: late, regParam: 1e-3, maxIter: 20}
        report: {path: reports/r, mode: overwrite}
        tracking:
          tensorboard: runs/r
          mlflow: {trackingUri: "http://localhost:5000", experiment: e, runName: r, tags: {a: b}}
      model: {path: models/m, mode: overwrite}
      evaluate: {where: "delay > 0", labelCol: late}
      score:
        data: {table: db.flights}
        where: "late IS NULL"
        columns: [id, prediction]
        output: {format: orc, path: out, mode: append, partitionBy: [day], options: {compression: zlib}}
      """;

  private static final String SMALLEST =
      """
      data: {path: in}
      model: {path: m}
      """;

  private static final String TRAINING =
      SMALLEST + "train:\n  stages:\n    - LogisticRegression: {%s}\n";

  @TempDir private Path folder;

  @Test
  void readsEverySection() throws IOException {
    JobFile job = read(WHOLE);
    assertThat(job.app()).isEqualTo("flights");
    assertThat(job.data().format()).isEqualTo("csv");
    assertThat(job.data().name()).isEqualTo("in/*.csv");
    assertThat(job.data().options()).containsEntry("header", "true").containsEntry("sep", ";");
    assertThat(job.data().columns().keySet()).containsExactly("Weekday", "Hour");
    assertThat(job.data().where()).isEqualTo("Hour > 4");
    assertThat(job.train().where()).isEqualTo("late IS NOT NULL");
    assertThat(job.train().holdout()).isEqualTo(new HoldoutSection(0.25, 7, List.of("id")));
    assertThat(job.train().report()).isEqualTo(new ReportSection("reports/r", WriteMode.OVERWRITE));
    MlflowSection mlflow = new MlflowSection("http://localhost:5000", "e", "r", Map.of("a", "b"));
    assertThat(job.train().tracking()).isEqualTo(new TrackingSection("runs/r", mlflow));
    assertThat(job.train().trackers())
        .extracting(Tracker::target)
        .containsExactly("runs/r", "http://localhost:5000");
    assertThat(job.model()).isEqualTo(new ModelSection("models/m", WriteMode.OVERWRITE));
    assertThat(job.evaluate()).isEqualTo(new EvaluateSection(null, "delay > 0", "late", null));
    assertThat(job.score().data().name()).isEqualTo("db.flights");
    assertThat(job.score().where()).isEqualTo("late IS NULL");
    assertThat(job.score().columns()).containsExactly("id", "prediction");
    assertThat(job.score().output().format()).isEqualTo("orc");
    assertThat(job.score().output().name()).isEqualTo("out");
    assertThat(job.score().output().mode()).isEqualTo(WriteMode.APPEND);
    assertThat(job.score().output().partitionBy()).containsExactly("day");
    assertThat(job.score().output().options()).containsEntry("compression", "zlib");
  }

  @Test
  void makesThePipelineOfItsStages() throws IOException {
    PipelineStage[] stages = read(WHOLE).train().pipeline().getStages();
    assertThat(((VectorAssembler) stages[0]).getInputCols()).containsExactly("Hour", "delay");
    LogisticRegression regression = (LogisticRegression) stages[1];
    assertThat(regression.getLabelCol()).isEqualTo("late");
    assertThat(regression.getRegParam()).isEqualTo(1e-3);
    assertThat(regression.getMaxIter()).isEqualTo(20);
  }

  @Test
  void trackingNamesATool() {
    assertThatThrownBy(() -> read(TRAINING.formatted("") + "  tracking: {}\n"))
        .isInstanceOf(InvalidJobFileException.class)
        .hasMessageContaining("missing key 'tensorboard' or 'mlflow'");
  }

  @Test
  void fillsInDefaults() throws IOException {
    JobFile job = read(SMALLEST + "score: {output: {path: out}}\n");
    assertThat(job.app()).isEqualTo("sparknn");
    assertThat(job.data()).isEqualTo(new DataSection("parquet", "in", null, null, null, null));
    assertThat(job.model().mode()).isEqualTo(WriteMode.ERROR);
    assertThat(job.train()).isNull();
    assertThat(job.evaluate()).isEqualTo(new EvaluateSection(null, null, null, null));
    assertThat(job.score().columns()).isEmpty();
    assertThat(job.score().output())
        .isEqualTo(new OutputSection("parquet", "out", null, WriteMode.ERROR, null, null));
  }

  @Test
  void namesAnUnknownKeyItsPlaceAndTheNearestKnownOne() {
    assertRefused(SMALLEST + "trian: {}", "unknown key 'trian' (did you mean 'train'?)");
    assertRefused(
        "data: {pth: in}\nmodel: {path: m}", "unknown key 'pth' in data (did you mean 'path'?)");
    assertRefused(
        SMALLEST + "score: {output: {path: o, partitionby: [a]}}",
        "unknown key 'partitionby' in score.output (did you mean 'partitionBy'?)");
    assertRefused(
        TRAINING.formatted("") + "  report: {pth: r}",
        "unknown key 'pth' in train.report (did you mean 'path'?)");
    assertRefused(
        TRAINING.formatted("") + "  report: {path: r, mode: append}",
        "Invalid mode: append (must be error or overwrite) in train.report");
    assertRefused(
        TRAINING.formatted("maxIters: 3"),
        "unknown key 'maxIters' in train.stages[0] LogisticRegression (did you mean 'maxIter'?)");
    assertRefused(
        SMALLEST + "zzz: 1", "unknown key 'zzz' (known: app, data, train, model, evaluate, score)");
  }

  @Test
  void namesAnUnknownStageAndTheNearestKnownOne() {
    assertRefused(
        SMALLEST + "train: {stages: [NeuralNetworkClasifier: {}]}",
        "unknown stage 'NeuralNetworkClasifier' in train.stages[0]"
            + " (did you mean 'NeuralNetworkClassifier'?)");
    assertRefused(
        SMALLEST + "train: {stages: [java.lang.String]}",
        "not a Spark ML stage 'java.lang.String' in train.stages[0]");
  }

  @Test
  void namesAMissingKey() {
    assertRefused("model: {path: m}", "missing key 'data'");
    assertRefused("data: {path: in}", "missing key 'model'");
    assertRefused("data: {path: in}\nmodel: {mode: error}", "missing key 'path' in model");
    assertRefused("data: {format: csv}\nmodel: {path: m}", "missing key 'path' or 'table' in data");
    assertRefused(SMALLEST + "train: {where: a}", "missing key 'stages' in train");
    assertRefused(SMALLEST + "score: {where: a}", "missing key 'output' in score");
  }

  @Test
  void refusesValuesOfAWrongType() {
    assertRefused(
        TRAINING.formatted("maxIter: ten"),
        "Invalid maxIter: \"ten\" (must be an integer) in train.stages[0] LogisticRegression");
    assertRefused(
        SMALLEST + "train: {holdout: {fraction: a}, stages: [Tokenizer]}",
        "Invalid train.holdout.fraction: \"a\" (must be a number)");
    assertRefused(
        "data: {path: in}\nmodel: {path: m, mode: replace}",
        "Invalid model.mode: \"replace\" (must be one of error, overwrite, append)");
    assertRefused(
        "data: {path: in}\nmodel: m", "Invalid model at line 2, column 8 (must be a section");
    assertRefused(
        SMALLEST + "train: {stages: Tokenizer}",
        "Invalid train.stages at line 3, column 17 (must be a list)");
    assertRefused(
        SMALLEST + "train: {stages: [Tokenizer: 3]}",
        "Invalid Tokenizer: 3 (must be '{param: value, ...}') in train.stages[0]");
    assertRefused(
        SMALLEST + "train: {stages: [{Tokenizer: {}, NGram: {}}]}",
        "(must be one 'Name: {param: value, ...}') in train.stages[0]");
  }

  @Test
  void refusesValuesThatCannotBe() {
    assertRefused(
        SMALLEST + "train: {holdout: {fraction: 1.0}, stages: [Tokenizer]}",
        "Invalid fraction: 1.0 (must be between 0 and 1) in train.holdout");
    assertRefused(
        SMALLEST + "train: {stages: []}",
        "Invalid stages: [] (must be one stage or more) in train");
    assertRefused(
        "data: {path: in}\nmodel: {path: m, mode: append}",
        "Invalid mode: append (must be error or overwrite) in model");
    assertRefused(
        "data: {path: in, table: t}\nmodel: {path: m}",
        "both 'path' and 'table' are given (must be one of them) in data");
    assertRefused(
        "data: {format: csv, table: t}\nmodel: {path: m}",
        "'format' does not go with 'table' in data");
    assertRefused(
        SMALLEST
            + "train: {holdout: {fraction: 0.1}, stages: [Tokenizer]}\n"
            + "evaluate: {data: {path: test}}",
        "both train.holdout and evaluate.data are given (one of them is what is measured)");
    assertRefused(
        TRAINING.formatted("maxIter: -1"),
        "Invalid maxIter: -1 (must fit 'maximum number of iterations (>= 0)')"
            + " in train.stages[0] LogisticRegression");
  }

  @Test
  void refusesWhatIsNoYaml() {
    assertRefused("", "it has no sections (data, model, ...)");
    assertRefused("data: {path: in", "at line 1");
    assertRefused(SMALLEST + "model: {path: n}", "Duplicate field 'model'");
    assertRefused("just text", "it has no sections (data, model, ...)");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path missing = folder.resolve("none.yaml");
    assertThatThrownBy(() -> JobFile.read(missing))
        .isInstanceOf(InvalidJobFileException.class)
        .hasMessage("Cannot read " + missing + ": no such file");
  }

  private void assertRefused(String yaml, String reason) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidJobFileException.class)
        .hasMessageStartingWith("Cannot read " + folder.resolve("job.yaml") + ": ")
        .hasMessageContaining(reason);
  }

  private JobFile read(String yaml) throws IOException {
    return JobFile.read(Files.writeString(folder.resolve("job.yaml"), yaml));
  }
}
