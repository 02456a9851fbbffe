package io.github.sparknn.jobs.config;

import io.github.sparknn.tracking.MlflowTracker;
import io.github.sparknn.tracking.TensorBoardTracker;
import io.github.sparknn.tracking.Tracker;
import java.util.ArrayList;
import java.util.List;

/**
 * Tools that are told how a network's training goes on; at least one.
 *
 * @param tensorboard folder of TensorBoard's event files, on any Hadoop file system
 * @param mlflow a run of MLflow
 */
public record TrackingSection(String tensorboard, MlflowSection mlflow) {

  /** Checks that there is a tool. */
  public TrackingSection {
    if (tensorboard == null && mlflow == null) {
      throw new IllegalArgumentException("missing key 'tensorboard' or 'mlflow'");
    }
  }

  /** New trackers of these tools. */
  public List<Tracker> trackers() {
    List<Tracker> trackers = new ArrayList<>();
    if (tensorboard != null) {
      trackers.add(new TensorBoardTracker(tensorboard));
    }
    if (mlflow != null) {
      trackers.add(tracker(mlflow));
    }
    return trackers;
  }

  private static MlflowTracker tracker(MlflowSection section) {
    MlflowTracker tracker = new MlflowTracker();
    if (section.trackingUri() != null) {
      tracker.setTrackingUri(section.trackingUri());
    }
    if (section.experiment() != null) {
      tracker.setExperiment(section.experiment());
    }
    if (section.runName() != null) {
      tracker.setRunName(section.runName());
    }
    section.tags().forEach(tracker::setTag);
    return tracker;
  }
}
