package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.estimators.scoring.BatchModel;
import io.github.sparknn.estimators.scoring.BatchScorer;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What a classification model's plan carries to the executors; the network itself is broadcast. */
final class ClassificationScoring implements BatchModel {
  private static final long serialVersionUID = 1L;

  /** Features of a batch fill about this many bytes, so that they stay in a core's cache. */
  private static final int TARGET_BATCH_BYTES = 1 << 20;

  private static final int MAX_BATCH_ROWS = 4096;

  final SharedNetwork.Handle network;
  final TensorSpec inputs;
  final LabelClasses classes;
  final String engine;
  final String handleInvalid;
  final int rawIndex;
  final int probabilityIndex;
  final int predictionIndex;
  private final StructType outputs;
  private final int batchSize;

  ClassificationScoring(
      ClassificationParams params,
      SharedNetwork.Handle network,
      TensorSpec inputs,
      StructType outputs,
      LabelClasses classes) {
    this.network = network;
    this.inputs = inputs;
    this.outputs = outputs;
    this.classes = classes;
    engine = params.getEngine();
    handleInvalid = params.getHandleInvalid();
    rawIndex = index(params.getRawPredictionCol());
    probabilityIndex = index(params.getProbabilityCol());
    predictionIndex = index(params.getPredictionCol());
    int automatic = TARGET_BATCH_BYTES / (Float.BYTES * inputs.size());
    batchSize =
        params.getScoringBatchSize() > 0
            ? params.getScoringBatchSize()
            : Math.max(1, Math.min(automatic, MAX_BATCH_ROWS));
  }

  private int index(String column) {
    return column.isEmpty() ? -1 : outputs.fieldIndex(column);
  }

  /** Equal for all transforms of a model with the same parameters. */
  @Override
  public String id() {
    return String.join(
        "/",
        network.id(),
        engine,
        handleInvalid,
        Integer.toString(batchSize),
        inputs.columns().toString(),
        Arrays.toString(outputs.fieldNames()));
  }

  @Override
  public StructType outputSchema() {
    return outputs;
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    return new ClassificationScorer(this, inputTypes);
  }
}
