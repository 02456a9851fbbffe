package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.estimators.scoring.BatchModel;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What a model's plan carries to the executors; the network itself is broadcast. */
abstract class NetworkScoring implements BatchModel {
  private static final long serialVersionUID = 1L;

  /** Features of a batch fill about this many bytes, so that they stay in a core's cache. */
  private static final int TARGET_BATCH_BYTES = 1 << 20;

  /** More rows let the activations of layers that are wider than the features leave that cache. */
  private static final int MAX_BATCH_ROWS = 512;

  final SharedNetwork.Handle network;
  final TensorSpec inputs;
  final String engine;
  final String handleInvalid;
  private final List<String> meaning;
  private final StructType outputs;
  private final int batchSize;

  /**
   * For a model as its parameters are now.
   *
   * @param meaning what the model's parameters say of its outputs: all column names, empty ones
   *     included, and what else changes values
   */
  NetworkScoring(NetworkModel<?> model, SharedNetwork.Handle network, String... meaning) {
    this.network = network;
    this.meaning = List.of(meaning);
    inputs = model.inputs();
    outputs = model.outputs();
    engine = model.getEngine();
    handleInvalid = model.getHandleInvalid();
    int automatic = TARGET_BATCH_BYTES / (Float.BYTES * inputs.rowFloats());
    batchSize =
        model.getScoringBatchSize() > 0
            ? model.getScoringBatchSize()
            : Math.max(1, Math.min(automatic, MAX_BATCH_ROWS));
  }

  /** The place of an output column; -1 for the empty name. */
  final int index(String column) {
    return column.isEmpty() ? -1 : outputs.fieldIndex(column);
  }

  /** Which of the values that the network gives for a row is the one that it predicts. */
  int predicted(double[] outputs) {
    return 0;
  }

  /** Equal for all transforms of a model with the same parameters. */
  @Override
  public final String id() {
    return String.join(
        "/",
        network.id(),
        engine,
        handleInvalid,
        Integer.toString(batchSize),
        inputs.toString(),
        meaning.toString());
  }

  @Override
  public final void checkInputs(DataType[] inputTypes) {
    inputs.reader(IntStream.range(0, inputTypes.length).toArray(), inputTypes);
  }

  @Override
  public final StructType outputSchema() {
    return outputs;
  }

  @Override
  public final int batchSize() {
    return batchSize;
  }
}
