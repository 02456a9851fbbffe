package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.jobs.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A job file of the examples, which writes into a folder of the test. */
final class ExampleJob {
  private final Path file;

  /** The job of that name; model, report and scored lie in the folder. */
  ExampleJob(String name, Path folder) throws IOException {
    this(name, folder, name, name);
  }

  /** As above, with another text in place of one, such as a folder of data. */
  ExampleJob(String name, Path folder, String one, String another) throws IOException {
    String text = Files.readString(Path.of("examples/jobs/" + name + ".yaml"));
    file =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            text.replace("models/" + name, folder.resolve("model").toString())
                .replace("reports/" + name, folder.resolve("report").toString())
                .replace("data/scored/" + name, folder.resolve("scored").toString())
                .replace(one, another));
  }

  /** What a command prints; it must succeed. */
  String run(String command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(new PrintWriter(out), new PrintWriter(err), command, "--config", file.toString());
    assertThat(code).as("%s: %s", command, err).isZero();
    return out.toString();
  }

  /** A figure by its name. */
  static double number(String results, String name) {
    return results
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).replace(",", "")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + name + "' in\n" + results));
  }
}
