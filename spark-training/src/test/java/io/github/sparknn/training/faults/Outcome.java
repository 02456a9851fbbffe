package io.github.sparknn.training.faults;

import io.github.sparknn.training.network.ModelState;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a training in another process came to.
 *
 * @param state null when it failed
 * @param errors messages of the failure and its causes; empty when it succeeded
 * @param failedTasks attempts that failed or were killed
 * @param speculativeTasks attempts that Spark started beside another
 * @param lostExecutors executors removed before the end
 * @param leftovers once the data set is closed: the driver's, then the executors'
 */
record Outcome(
    ModelState state,
    List<String> errors,
    int failedTasks,
    int speculativeTasks,
    int lostExecutors,
    List<Leftovers> leftovers)
    implements Serializable {
  private static final String FILE = "outcome.bin";

  float[] parameters() {
    return state.parameters();
  }

  /** Of the failure and its causes. */
  static List<String> messages(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .map(Throwable::toString)
        .toList();
  }

  void write(Path folder) throws IOException {
    try (ObjectOutputStream out =
        new ObjectOutputStream(Files.newOutputStream(folder.resolve(FILE)))) {
      out.writeObject(this);
    }
  }

  static Outcome read(Path folder) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(folder.resolve(FILE)))) {
      return (Outcome) in.readObject();
    }
  }
}
