package io.github.sparknn.training.faults;

import io.github.sparknn.datasets.ArrowMemory;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.network.ModelState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Trains while something goes wrong, and writes the {@link Outcome}: arguments master and {@link
 * Injury}; works in the current folder.
 */
final class InjuredTraining {
  /** What the driver inflicts, beside the {@link Fault} in the engine. */
  enum Injury {
    NONE,
    /** A file is where the folder for local files was, before the data set is built. */
    NO_LOCAL_DISK,
    /** The same after round 3. */
    LOSE_LOCAL_DISK,
    /** SIGKILL to one executor's process after round 3. */
    KILL_EXECUTOR,
    /** The driver's process dies after round 5, with checkpoints of the rounds before. */
    KILL_DRIVER,
    /** The Spark context stops after round 3. */
    STOP_SPARK,
    /** Stuck steps are let go after round 7. */
    RELEASE
  }

  private InjuredTraining() {}

  /** Runs the program. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    SparkSession spark = Clusters.session(args[0], folder);
    Attempts attempts = new Attempts();
    spark.sparkContext().addSparkListener(attempts);
    ModelState state = null;
    List<String> errors = new ArrayList<>();
    Injury injury = Injury.valueOf(args[1]);
    if (injury == Injury.NO_LOCAL_DISK) {
      loseLocalDisk(folder);
    }
    try (ShardedDataset data = Trainings.spilledShards(spark)) {
      TrainingPlan plan = plan(injury, folder);
      state = ParameterAveraging.train(plan, data, listener(injury, folder)).state();
    } catch (Exception e) { // Scala throws checked exceptions undeclared.
      errors.addAll(Outcome.messages(e));
    }
    List<Leftovers> leftovers = new ArrayList<>();
    if (!spark.sparkContext().isStopped()) {
      leftovers.addAll(Leftovers.settled(spark, 0));
      if (!args[0].startsWith("local[")) {
        leftovers.addAll(Leftovers.settled(spark, 2));
      }
    } else {
      leftovers.add(
          new Leftovers(ArrowMemory.allocatedBytes(), List.of(), List.of(), List.of(), List.of()));
    }
    spark.stop(); // Only then has the listener heard everything.
    attempts.outcome(state, errors, leftovers).write(folder);
    System.exit(0); // The standalone cluster's threads would go on.
  }

  private static void loseLocalDisk(Path folder) throws IOException {
    Path local = folder.resolve("local");
    Files.move(local, folder.resolve("gone"));
    Files.createFile(local);
  }

  private static TrainingPlan plan(Injury injury, Path folder) {
    if (injury == Injury.KILL_DRIVER) {
      return Trainings.plan(folder.resolve("checkpoints"), CheckpointPlan.Mode.START);
    }
    return Trainings.plan().withEngine(FaultyEngine.NAME);
  }

  private static TrainingListener listener(Injury injury, Path folder) {
    return switch (injury) {
      case NONE, NO_LOCAL_DISK -> TrainingListener.NONE;
      case KILL_EXECUTOR -> Trainings.after(3, () -> executors().get(0).destroyForcibly());
      case LOSE_LOCAL_DISK -> Trainings.after(3, () -> loseLocalDisk(folder));
      case STOP_SPARK -> Trainings.after(3, () -> SparkSession.active().stop());
      case KILL_DRIVER ->
          Trainings.after(
              5,
              () -> {
                List<String> pids = executors().stream().map(e -> "" + e.pid()).toList();
                Files.write(folder.resolve("executors"), pids);
                Runtime.getRuntime().halt(137);
              });
      case RELEASE -> Trainings.after(7, Fault::release);
    };
  }

  private static List<ProcessHandle> executors() {
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    if (children.size() != 2) {
      throw new IllegalStateException("not two executors: " + children);
    }
    return children;
  }
}
