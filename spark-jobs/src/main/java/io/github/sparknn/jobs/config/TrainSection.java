package io.github.sparknn.jobs.config;

import io.github.sparknn.estimators.NeuralNetworkEstimator;
import io.github.sparknn.tracking.Tracker;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;

/**
 * What {@code train} fits.
 *
 * @param where rows to train on and to hold out from, as a SQL condition; null takes all
 * @param holdout the rows kept from training to measure the model; null trains on all
 * @param stages the stages of the pipeline, in order; at least one
 * @param resources what the stages that train networks need of executors and tasks; null for what
 *     the application's settings say
 * @param report where to write how the network's training went; null for nowhere
 * @param tracking tools that are told how it goes on; null for none
 */
public record TrainSection(
    String where,
    HoldoutSection holdout,
    List<StageSection> stages,
    ResourcesSection resources,
    ReportSection report,
    TrackingSection tracking) {

  /** Checks that there are stages. */
  public TrainSection {
    Keys.require("stages", stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("Invalid stages: [] (must be one stage or more)");
    }
    stages = List.copyOf(stages);
  }

  /** New trackers of the training; none where none is asked for. */
  public List<Tracker> trackers() {
    return tracking == null ? List.of() : tracking.trackers();
  }

  /**
   * A new, unfitted pipeline of the stages.
   *
   * @throws IllegalArgumentException an unknown stage or parameter, a value it cannot have, or
   *     resources without a stage that takes them
   */
  public Pipeline pipeline() {
    PipelineStage[] made = new PipelineStage[stages.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = StageFactory.create(stages.get(i), "train.stages[" + i + "]");
    }
    if (resources != null) {
      giveResources(made);
    }
    return new Pipeline().setStages(made);
  }

  private void giveResources(PipelineStage[] made) {
    List<NeuralNetworkEstimator<?, ?>> networks = new ArrayList<>();
    for (PipelineStage stage : made) {
      if (stage instanceof NeuralNetworkEstimator<?, ?> network) {
        networks.add(network);
      }
    }
    if (networks.isEmpty()) {
      throw new IllegalArgumentException(
          "train.resources is given, but no stage takes them (those that train a network do)");
    }
    networks.forEach(network -> network.setTrainingResources(resources.profile()));
  }
}
