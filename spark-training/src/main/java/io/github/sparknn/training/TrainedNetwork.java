package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.report.TrainingReport;
import org.deeplearning4j.nn.api.NeuralNetwork;

/**
 * What training gives.
 *
 * @param network the description that was trained
 * @param state its parameters, optimizer state and counters
 * @param report how it went
 */
public record TrainedNetwork(NetworkSpec network, ModelState state, TrainingReport report) {

  /** A new DL4J network with the trained state, ready to predict or to be trained on. */
  public NeuralNetwork toDl4j() {
    NeuralNetwork result = network.newNetwork();
    NetworkStates.write(state, result);
    return result;
  }
}
