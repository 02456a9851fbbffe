package io.github.sparknn.tracking;

import io.github.sparknn.training.TrainingProgress;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes event files that {@code tensorboard --logdir} shows as curves while the training runs:
 * {@code epoch/loss}, {@code epoch/validation_loss}, {@code epoch/validation_accuracy}, {@code
 * epoch/seconds}, {@code epoch/samples_per_second}, {@code epoch/averaging_rounds} by epoch, from
 * 1, and {@code round/loss} by averaging round. One file for each training; TensorBoard takes a
 * folder for one run.
 */
public final class TensorBoardTracker extends Tracker {
  private static final Logger LOG = LoggerFactory.getLogger(TensorBoardTracker.class);
  private static final double MILLIS = 1e3;

  private final String directory;
  private EventFile file;

  /**
   * A tracker for an application whose Spark context is there when a training begins.
   *
   * @param directory on any Hadoop file system; made where it is missing. Object stores show a file
   *     when the training is over
   */
  public TensorBoardTracker(String directory) {
    if (directory == null || directory.isBlank()) {
      throw new IllegalArgumentException("Invalid directory: '' (must be a path)");
    }
    this.directory = directory;
  }

  @Override
  public String name() {
    return "TensorBoard";
  }

  @Override
  public String target() {
    return directory;
  }

  @Override
  void open() throws IOException {
    Path folder = new Path(directory);
    FileSystem files = folder.getFileSystem(SparkContext.getOrCreate().hadoopConfiguration());
    if (files instanceof LocalFileSystem local) {
      files = local.getRaw(); // The other one holds data back until they fill a checksum's block.
    }
    files.mkdirs(folder);
    String name =
        "events.out.tfevents.%d.%s.%s"
            .formatted(
                (long) now(),
                hostName(InetAddress::getLocalHost),
                UUID.randomUUID().toString().substring(0, 8));
    file = new EventFile(files.create(new Path(folder, name), false));
    file.write(Events.version(now()));
  }

  /** For the file's name, in which TensorBoard's own writers have it. */
  static String hostName(LocalHost local) {
    try {
      return local.address().getHostName();
    } catch (UnknownHostException e) {
      LOG.warn("Files are named after localhost, as this host is not known: {}", e.toString());
      return "localhost";
    }
  }

  /** Looks this host up. */
  interface LocalHost {
    InetAddress address() throws UnknownHostException;
  }

  private static double now() {
    return System.currentTimeMillis() / MILLIS;
  }

  @Override
  void started(Map<String, String> configuration) {
    // Its pages for parameters need TensorFlow's own messages.
  }

  @Override
  void round(TrainingProgress progress) throws IOException {
    file.write(Events.scalars(now(), progress.round(), Map.of("round/loss", progress.loss())));
  }

  @Override
  void epoch(EpochReport epoch) throws IOException {
    Map<String, Double> values =
        Scalars.of(epoch).entrySet().stream()
            .collect(Collectors.toMap(value -> "epoch/" + value.getKey(), Map.Entry::getValue));
    file.write(Events.scalars(now(), epoch.epoch(), values));
  }

  @Override
  void finished(TrainingReport report) {
    // All is written.
  }

  @Override
  void end(boolean successfully) throws IOException {
    file.close();
  }
}
