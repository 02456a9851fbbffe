package io.github.sparknn.jobs.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A job file: what to read, what to train, where the model lies and what to score.
 *
 * <pre>{@code
 * app: flight-delays                    # Spark's application name; default sparknn
 * data: {format: avro, path: data/airline}
 * train:
 *   where: "ArrDel15 IS NOT NULL"
 *   holdout: {fraction: 0.2, seed: 7}
 *   stages:
 *     - TablePreprocessor: {numericCols: [DepDelay, TaxiOut], categoricalCols: [Carrier]}
 *     - NeuralNetworkClassifier: {labelCol: ArrDel15, hiddenLayers: [64, 32], epochs: 20}
 *   report: {path: reports/flight-delays, mode: overwrite}
 * model: {path: models/flight-delays, mode: overwrite}
 * score:
 *   where: "ArrDel15 IS NULL"
 *   output: {format: parquet, path: data/scored, mode: overwrite}
 * }</pre>
 *
 * <p>Paths are Hadoop paths; relative ones are relative to the working directory.
 *
 * @param app Spark's application name; default {@code sparknn}
 * @param data the table that all commands read, unless one brings its own
 * @param train what {@code train} does; null when the file has no such section
 * @param model where the model is saved and loaded
 * @param evaluate what {@code evaluate}, and {@code train} when it is done, measure
 * @param score what {@code score} does; null when the file has no such section
 */
public record JobFile(
    String app,
    DataSection data,
    TrainSection train,
    ModelSection model,
    EvaluateSection evaluate,
    ScoreSection score) {

  /** Fills in the defaults and checks what sections say together. */
  public JobFile {
    app = app == null ? "sparknn" : app;
    evaluate = evaluate == null ? new EvaluateSection(null, null, null, null) : evaluate;
    Keys.require("data", data);
    Keys.require("model", model);
    if (evaluate.data() != null && train != null && train.holdout() != null) {
      throw new IllegalArgumentException(
          "both train.holdout and evaluate.data are given (one of them is what is measured)");
    }
  }

  /**
   * Reads a job file and makes its stages once, so that everything in it is known to be right.
   *
   * @throws InvalidJobFileException when there is no such file, or it is not YAML, has an unknown
   *     key, lacks a key, or gives a key or a parameter of a stage a value it cannot have; the
   *     message names the file and the place
   */
  public static JobFile read(Path file) {
    return read(file, List.of());
  }

  /**
   * As {@link #read(Path)}, with values in the place of those in the file.
   *
   * @param overrides {@code path=value}, such as {@code train.stages[1].epochs=5}; {@code
   *     docs/jobs.md} tells what paths there are
   */
  public static JobFile read(Path file, List<String> overrides) {
    return JobFileReader.read(file, overrides);
  }
}
