package io.github.sparknn.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * A folder under the system's temporary folder that is deleted, with all in it, when closed or when
 * the JVM is told to end.
 */
record TemporaryFolder(Path path) implements AutoCloseable {

  static TemporaryFolder create() throws IOException {
    Path path = Files.createTempDirectory("sparknn-benchmark-");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(path.toFile()), "clean-up"));
    return new TemporaryFolder(path);
  }

  /** The path of that name in it, as Spark takes it. */
  String resolve(String name) {
    return path.resolve(name).toUri().toString();
  }

  @Override
  public void close() throws IOException {
    FileUtils.deleteDirectory(path.toFile());
  }
}
