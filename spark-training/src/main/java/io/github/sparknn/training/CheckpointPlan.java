package io.github.sparknn.training;

import java.io.Serializable;
import java.util.Objects;

/**
 * Whether and where a training saves its progress between rounds.
 *
 * @param directory a folder on any Hadoop file system, for this training alone; empty = no
 *     checkpoints
 * @param interval rounds between two checkpoints; 0 = at the end of each epoch. The end of training
 *     is always saved
 * @param keep newest checkpoints kept, at least 1
 * @param resume whether to go on from the newest checkpoint in the folder, if there is one;
 *     otherwise a folder that holds checkpoints is refused
 */
public record CheckpointPlan(String directory, int interval, int keep, Mode resume)
    implements Serializable {

  /** What to do with checkpoints that are there at the start. */
  public enum Mode {
    /** Refuse a folder that holds checkpoints. */
    START,
    /**
     * Go on from the newest one, past damaged ones; start if there is none. All of them damaged, or
     * one that cannot be read for another reason, is an error.
     */
    RESUME
  }

  /** No checkpoints. */
  public static final CheckpointPlan NONE = new CheckpointPlan("", 0, 3, Mode.START);

  /** Checks the ranges. */
  public CheckpointPlan {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(resume, "resume");
    TrainingPlan.requireAtLeast("checkpointInterval", interval, 0);
    TrainingPlan.requireAtLeast("checkpoints kept", keep, 1);
  }

  boolean isOn() {
    return !directory.isEmpty();
  }

  /** Whether to save after a round; the last one is always saved. */
  boolean isDue(int roundsDone, boolean endsEpoch, boolean endsTraining) {
    boolean due = interval == 0 ? endsEpoch : roundsDone % interval == 0;
    return isOn() && (due || endsTraining);
  }
}
