package io.github.sparknn.training;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.network.LearningRateSchedule;

/**
 * What a checkpoint must have in common with the training that resumes it: all that decides the
 * bits of the next round. More epochs may be asked for, where the network does not hold them.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** In words; begins with the network's hash. */
  static String of(TrainingPlan plan, DeviceChoice choice, ShardedDataset data) {
    return String.format(
        "network %08x, engine %s, batch size %d, averaging %s every %s, optimizer state %s, %s"
            + " rows, seed %d, %d workers, %d %s",
        plan.network().json().hashCode(),
        choice.device() == Device.GPU
            ? choice.engine().name() + " on GPUs"
            : choice.engine().name(),
        plan.batchSize(),
        plan.averaging(),
        plan.averagingFrequency() == 0 ? "automatic" : plan.averagingFrequency(),
        plan.updaterState(),
        plan.shuffle() ? "shuffled" : "ordered",
        plan.seed(),
        data.workers(),
        data.rows(),
        data.hasWeights() ? "weighted rows" : "rows");
  }

  /**
   * Compares.
   *
   * @throws IllegalArgumentException if they differ; tells both, and that a schedule over the
   *     epochs is part of the network where that may be why
   */
  static void requireSame(String saved, String present, TrainingPlan plan) {
    if (saved.equals(present)) {
      return;
    }
    boolean epochsMayDiffer =
        !network(saved).equals(network(present)) && LearningRateSchedule.isTableIn(plan.network());
    throw new IllegalArgumentException(
        "Cannot resume from checkpointDir %s: its training differs from this one (was %s, is %s)%s"
            .formatted(
                plan.checkpoints().directory(),
                saved,
                present,
                epochsMayDiffer
                    ? "; the network holds a learning rate for each epoch, as schedules cosine and"
                        + " warmup+cosine give it (epochs must be the same as before)"
                    : ""));
  }

  private static String network(String fingerprint) {
    return fingerprint.substring(0, fingerprint.indexOf(','));
  }
}
