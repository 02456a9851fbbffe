package io.github.sparknn.tracking;

import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;

/**
 * Makes a run of MLflow of each training: what was asked for as parameters, each epoch's loss,
 * {@code validation_loss}, {@code validation_accuracy}, {@code seconds}, {@code samples_per_second}
 * and {@code averaging_rounds} as metrics (the step is the epoch, from 1), engine, device and
 * whether Spark helped as tags, and the end as FINISHED or FAILED.
 *
 * <p>Needs {@code org.mlflow:mlflow-client} on the class path. The server and its credentials are
 * MLflow's own: MLFLOW_TRACKING_URI, MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or
 * MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_INSECURE_TLS, MLFLOW_EXPERIMENT_NAME in the driver's
 * environment. An answer that takes longer than 30 s counts as none.
 */
public final class MlflowTracker extends Tracker {
  private static final String DEFAULT_EXPERIMENT_ID = "0";
  private static final int MAX_PARAMS = 100;

  /** What older servers take of a value. */
  private static final int MAX_VALUE = 500;

  private final Map<String, String> tags = new LinkedHashMap<>();
  private String trackingUri = System.getenv("MLFLOW_TRACKING_URI");
  private String experiment = System.getenv("MLFLOW_EXPERIMENT_NAME");
  private String runName;
  private long timeoutSeconds = 30;
  private MlflowClient client;
  private String runId;

  /** The server (default: that of MLFLOW_TRACKING_URI): http, https or databricks. */
  public MlflowTracker setTrackingUri(String value) {
    trackingUri = value;
    return this;
  }

  /**
   * The name of the experiment (default: that of MLFLOW_EXPERIMENT_NAME, else the server's default
   * experiment); made where there is none.
   */
  public MlflowTracker setExperiment(String value) {
    experiment = value;
    return this;
  }

  /** The name of the runs (default: the server makes one up). */
  public MlflowTracker setRunName(String value) {
    runName = value;
    return this;
  }

  /** Adds a tag to the runs. */
  public MlflowTracker setTag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  MlflowTracker setTimeoutSeconds(long value) {
    timeoutSeconds = value;
    return this;
  }

  @Override
  public String name() {
    return "MLflow";
  }

  @Override
  public String target() {
    if (trackingUri == null || trackingUri.isBlank()) {
      return "no server";
    }
    String server = trackingUri.replaceFirst("//[^/@]*@", "//"); // Not the password in it.
    return runId == null ? server : server + ", run " + runId;
  }

  @Override
  void open() throws Exception {
    runId = null;
    if (trackingUri == null || trackingUri.isBlank()) {
      throw new IllegalArgumentException(
          "there is no tracking URI (trackingUri or MLFLOW_TRACKING_URI must be set)");
    }
    client = new MlflowClient(trackingUri);
    runId =
        inTime(
            () -> {
              CreateRun.Builder run =
                  CreateRun.newBuilder()
                      .setExperimentId(experimentId())
                      .setStartTime(System.currentTimeMillis())
                      .setUserId(System.getProperty("user.name"))
                      .addTags(tag("mlflow.source.name", "SparkNN"))
                      .addTags(tag("mlflow.user", System.getProperty("user.name")));
              if (runName != null) {
                run.setRunName(runName).addTags(tag("mlflow.runName", runName));
              }
              tags.forEach((key, value) -> run.addTags(tag(key, value)));
              return client.createRun(run.build()).getRunId();
            });
  }

  private String experimentId() {
    if (experiment == null || experiment.isBlank()) {
      return DEFAULT_EXPERIMENT_ID;
    }
    return client
        .getExperimentByName(experiment)
        .map(found -> found.getExperimentId())
        .orElseGet(() -> client.createExperiment(experiment));
  }

  @Override
  void started(Map<String, String> configuration) throws Exception {
    List<Param> params = new ArrayList<>();
    configuration.forEach(
        (key, value) -> {
          String text = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
          params.add(Param.newBuilder().setKey(key.replace(' ', '_')).setValue(text).build());
        });
    for (int i = 0; i < params.size(); i += MAX_PARAMS) {
      log(List.of(), params.subList(i, Math.min(params.size(), i + MAX_PARAMS)), List.of());
    }
  }

  @Override
  void epoch(EpochReport epoch) throws Exception {
    long now = System.currentTimeMillis();
    List<Metric> metrics = new ArrayList<>();
    Scalars.of(epoch)
        .forEach(
            (name, value) ->
                metrics.add(
                    Metric.newBuilder()
                        .setKey(name)
                        .setValue(value)
                        .setTimestamp(now)
                        .setStep(epoch.epoch())
                        .build()));
    log(metrics, List.of(), List.of());
  }

  @Override
  void finished(TrainingReport report) throws Exception {
    List<RunTag> found = new ArrayList<>();
    found.add(tag("sparknn.engine", report.engine()));
    found.add(tag("sparknn.device", report.deviceSummary()));
    found.add(tag("sparknn.returned_epoch", Integer.toString(report.resultEpoch())));
    if (report.speedUp() != null) {
      found.add(tag("sparknn.does_spark_help", report.speedUp().verdict()));
    }
    log(List.of(), List.of(), found);
  }

  @Override
  void end(boolean successfully) throws Exception {
    try {
      RunStatus status = successfully ? RunStatus.FINISHED : RunStatus.FAILED;
      inTime(
          () -> {
            client.setTerminated(runId, status);
            return null;
          });
    } finally {
      client.close();
    }
  }

  private void log(List<Metric> metrics, List<Param> params, List<RunTag> runTags)
      throws Exception {
    inTime(
        () -> {
          client.logBatch(runId, metrics, params, runTags);
          return null;
        });
  }

  private static RunTag tag(String key, String value) {
    return RunTag.newBuilder().setKey(key).setValue(value).build();
  }

  /** MLflow's client itself waits for ever. */
  private <T> T inTime(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "sparknn-mlflow");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(timeoutSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new TimeoutException("no answer within %d s".formatted(timeoutSeconds));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
