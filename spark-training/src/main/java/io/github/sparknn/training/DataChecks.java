package io.github.sparknn.training;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Arrays;

/** Whether data sets fit a network and one another. */
final class DataChecks {
  private DataChecks() {}

  /**
   * Checks what a training is about to use.
   *
   * @param validation null for none
   * @throws IllegalArgumentException if something does not fit
   */
  static void check(TrainingPlan plan, ShardedDataset data, ShardedDataset validation) {
    NetworkSpec network = plan.network();
    network.exampleShape(data.features());
    checkLabels(network, data);
    if (validation != null) {
      checkValidation(plan, data, validation);
    }
  }

  private static void checkLabels(NetworkSpec network, ShardedDataset data) {
    int outputs = network.outputSize();
    int[] labels = data.labelShape();
    boolean perStep = labels.length > 1;
    if (network.givesSequences() != perStep) {
      throw new IllegalArgumentException(
          "Cannot train network: its output layer gives values per %s, the labels are per %s"
              .formatted(perStep ? "example" : "time step", perStep ? "time step" : "example"));
    }
    int size = labels[labels.length - 1];
    if (outputs > 0 && outputs != size) {
      throw new IllegalArgumentException(
          "Cannot train network: its output layer gives "
              + outputs
              + " values per example, the labels have "
              + size);
    }
  }

  private static void checkValidation(
      TrainingPlan plan, ShardedDataset data, ShardedDataset validation) {
    if (validation.workers() != data.workers()
        || !Arrays.equals(validation.features().shape(), data.features().shape())
        || !Arrays.equals(validation.labelShape(), data.labelShape())) {
      throw new IllegalArgumentException(
          String.format(
              "Cannot validate: the validation data have %d shards, %d features and %d labels (must"
                  + " be %d, %d and %d as in the training data)",
              validation.workers(),
              validation.features().size(),
              validation.labelSize(),
              data.workers(),
              data.features().size(),
              data.labelSize()));
    }
    if (!data.hasClassLabels() && plan.earlyStopping().metric().equals("accuracy")) {
      throw new IllegalArgumentException(
          "Cannot validate by accuracy: the labels are no classes (validationMetric must be loss)");
    }
    if (validation.hasWeights() != data.hasWeights()) {
      throw new IllegalArgumentException(
          "Cannot validate: the %s data have weights, the %s data have none"
              .formatted(
                  data.hasWeights() ? "training" : "validation",
                  data.hasWeights() ? "validation" : "training"));
    }
  }
}
