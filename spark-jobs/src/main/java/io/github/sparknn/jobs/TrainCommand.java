package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NetworkModel;
import io.github.sparknn.estimators.NeuralNetworkEstimator;
import io.github.sparknn.estimators.TrainingSummary;
import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.jobs.config.InvalidJobFileException;
import io.github.sparknn.jobs.config.JobFile;
import io.github.sparknn.tracking.Tracker;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.report.TrainingReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fits the pipeline, saves it and measures it on the rows that were held out. */
@Command(
    name = "train",
    description = "Fits the job's pipeline, saves it and measures it on held-out rows.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples%n",
    footer = {
      "  sparknn train --config job.yaml",
      "  sparknn train --config job.yaml --dry-run",
      "  sparknn train --config job.yaml --set train.stages[1].epochs=5",
      "  SPARKNN_MASTER=local[4] sparknn train --config job.yaml --progress none"
    })
final class TrainCommand extends JobCommand {
  @Option(
      names = "--progress",
      paramLabel = "KIND",
      defaultValue = "${env:SPARKNN_PROGRESS:-lines}",
      description =
          "bar, lines (one an epoch), json (one an epoch) or none, on the standard error; default"
              + " lines.")
  private ProgressDisplay.Kind progress;

  @Option(
      names = "--dry-run",
      description =
          "Train no network; print what it would find and need: columns, layers, engine, device,"
              + " memory, and the spark-submit line. Fits the stages before the network and counts"
              + " the rows. Fails where it would not fit.")
  private boolean dryRun;

  @Override
  void check(JobFile job) {
    if (job.train() == null) {
      throw new InvalidJobFileException("Cannot train: the job file has no section 'train'", null);
    }
    PipelineStage[] stages = job.train().pipeline().getStages();
    boolean reports = Arrays.stream(stages).anyMatch(NeuralNetworkEstimator.class::isInstance);
    if (job.train().report() != null && !reports) {
      throw new InvalidJobFileException(
          "Cannot train: train.report is given, but no stage reports (those that train a network"
              + " do)",
          null);
    } else if (job.train().tracking() != null && !reports) {
      throw new InvalidJobFileException(
          "Cannot train: train.tracking is given, but no stage reports (those that train a network"
              + " do)",
          null);
    }
  }

  @Override
  void run(SparkSession spark, JobFile job) {
    ModelStore.checkPlace(spark, job.model());
    Optional<ReportFiles> reportTo =
        Optional.ofNullable(job.train().report())
            .map(section -> new ReportFiles(spark, section, "train.report"));
    reportTo.ifPresent(ReportFiles::checkPlace);
    Dataset<Row> training = Inputs.training(spark, job);
    Optional<Dataset<Row>> heldOut = Inputs.heldOut(spark, job);
    Pipeline pipeline = job.train().pipeline();
    pipeline.transformSchema(training.schema());
    Optional<String> unmeasured = heldOut.flatMap(rows -> unmeasured(pipeline, rows, job));
    if (dryRun) {
      new DryRun(out(), jobOptions()).run(pipeline, training);
      return;
    }

    long start = System.nanoTime();
    List<Tracker> trackers = job.train().trackers();
    PipelineModel model = fit(pipeline, training, trackers);
    double seconds = (System.nanoTime() - start) / 1e9;
    ModelStore.save(spark, model, job.model());

    Results results = new Results();
    Attempts attempts = new Attempts();
    Optional<TrainingSummary> summary = summary(model);
    Optional<TrainingReport> report = summary.map(TrainingSummary::report);
    attempts.run(
        () ->
            results.add(
                "rows trained",
                report.map(told -> told.epochs().get(0).examples()).orElseGet(training::count)));
    report.ifPresent(told -> TrainingFacts.add(told, results));
    AtomicReference<ModelEvaluation> measured = new AtomicReference<>();
    unmeasured.ifPresentOrElse(
        reason -> results.add("held-out rows", "not measured: " + reason),
        () ->
            heldOut.ifPresent(
                rows ->
                    attempts.run(
                        () ->
                            new Evaluation(model, job.evaluate())
                                .measure(rows, results)
                                .ifPresent(measured::set))));
    results.addSeconds(seconds).add("model", job.model().path());
    reportTo.ifPresent(
        files ->
            attempts.run(
                () -> {
                  write(files, job, summary.orElseThrow(), measured.get());
                  results.add("report", files.html());
                }));
    for (Tracker tracker : trackers) {
      results.add(tracker.name(), tracker.target() + problem(tracker));
    }
    results.print(out());
    attempts.end(" (the model is saved)");
  }

  /**
   * Why the held-out rows cannot be measured; empty if they can.
   *
   * @throws IllegalArgumentException when they do not fit the pipeline
   */
  private static Optional<String> unmeasured(Pipeline pipeline, Dataset<Row> rows, JobFile job) {
    StructType scored = pipeline.transformSchema(rows.schema());
    return MeasuredStage.of(pipeline.getStages(), job.evaluate()).check(rows.schema(), scored);
  }

  private static String problem(Tracker tracker) {
    return tracker.problem().map(problem -> ": incomplete, as " + problem).orElse("");
  }

  /** Of the training, and of what was measured, null if nothing was. */
  private static void write(
      ReportFiles files, JobFile job, TrainingSummary summary, ModelEvaluation measured) {
    String heading = job.evaluate().data() == null ? "Held-out rows" : "Test data";
    TrainingSummary told = measured == null ? summary : summary.withEvaluation(heading, measured);
    files.write(told.toHtml(job.app()), told.toJson());
  }

  private PipelineModel fit(Pipeline pipeline, Dataset<Row> training, List<Tracker> trackers) {
    try (ProgressDisplay display = new ProgressDisplay(progress, err())) {
      for (PipelineStage stage : pipeline.getStages()) {
        if (stage instanceof NeuralNetworkEstimator<?, ?> network) {
          List<TrainingListener> listeners = new ArrayList<>(trackers);
          listeners.add(display);
          network.setTrainingListener(TrainingListener.all(listeners));
        }
      }
      return pipeline.fit(training);
    }
  }

  /** Of the last stage that trained a network. */
  private static Optional<TrainingSummary> summary(PipelineModel model) {
    return Arrays.stream(model.stages())
        .filter(NetworkModel.class::isInstance)
        .map(stage -> (NetworkModel<?>) stage)
        .filter(NetworkModel::hasSummary)
        .map(network -> network.summary())
        .reduce((first, last) -> last);
  }
}
