package io.github.sparknn.estimators;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Optional;
import org.apache.spark.sql.Dataset;

/**
 * What a network is trained for: its labels in the data, and the model that it becomes. Made for
 * one fit, after looking at the data.
 *
 * @param <M> the model
 */
interface TrainingTarget<M> {

  /** The network that the layer parameters describe. */
  NetworkSpec shorthandNetwork(int inputs, int outputs);

  /** Values that the network must give for a row of these features. */
  int outputs(TensorSpec features);

  /** Floats of a row's labels as shards store them. */
  default int storedLabels(TensorSpec features) {
    return outputs(features);
  }

  /** Whether rows are weighed, even where they have no weights of their own. */
  default boolean weighs() {
    return false;
  }

  /** The rows to use, with the columns that the labels are read from. */
  default Dataset<?> rows(Dataset<?> data) {
    return data;
  }

  /** Tells the shards of the training rows what the labels are, and how rows are weighed. */
  ShardedDataset.Builder label(ShardedDataset.Builder shards, TensorSpec features);

  /** The same for validation rows, which weigh what they would in the training rows. */
  default ShardedDataset.Builder labelLike(
      ShardedDataset training, ShardedDataset.Builder shards, TensorSpec features) {
    return label(shards, features);
  }

  /** The model, with default parameters and the estimator's uid. */
  M model(FittedNetwork fitted, TrainingSummary summary);

  /**
   * What a model gives on validation rows; a Spark job.
   *
   * @param weightCol null for none
   * @return empty where there is nothing that measures such labels
   */
  default Optional<ModelEvaluation> evaluate(M model, Dataset<?> validation, String weightCol) {
    return Optional.empty();
  }
}
