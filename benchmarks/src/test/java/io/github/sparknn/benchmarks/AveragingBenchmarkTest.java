package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AveragingBenchmarkTest {
  @TempDir static Path images;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void writeImages() throws IOException {
    SharedSpark.session();
    write("train", 640);
    write("t10k", 100);
  }

  private static void write(String prefix, int count) throws IOException {
    SyntheticImages digits = new SyntheticImages(28 * 28);
    try (DataOutputStream features = open(prefix + "-images-idx3-ubyte");
        DataOutputStream labels = open(prefix + "-labels-idx1-ubyte")) {
      for (int value : new int[] {0x803, count, 28, 28}) {
        features.writeInt(value);
      }
      labels.writeInt(0x801);
      labels.writeInt(count);
      for (int i = 0; i < count; i++) {
        for (float value : digits.features(i)) {
          features.writeByte((int) (195 * value));
        }
        labels.writeByte(digits.label(i));
      }
    }
  }

  private static DataOutputStream open(String name) throws IOException {
    return new DataOutputStream(Files.newOutputStream(images.resolve(name)));
  }

  /** Runs the benchmark with the given options and small ones for the others. */
  private int run(String... options) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String option :
        List.of("--rows=640", "--workers=2", "--frequencies=1", "--rounds=4", "--epochs=2")) {
      put(all, option);
    }
    put(all, "--data=" + images);
    put(all, "--seeds=1");
    for (String option : options) {
      put(all, option);
    }
    List<String> args = new ArrayList<>(List.of("averaging"));
    all.forEach((name, value) -> args.add(name + "=" + value));
    return Benchmarks.run(
        new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
  }

  private static void put(Map<String, String> options, String option) {
    int equals = option.indexOf('=');
    options.put(option.substring(0, equals), option.substring(equals + 1));
  }

  @Test
  void comparesOuterOptimizersByRoundsAndByEpochs() {
    assertThat(run()).as(err.toString()).isZero();
    String figures = "( +\\d+\\.\\d{4}){6}( +[01]\\.\\d{4}){3}";
    assertThat(out.toString())
        .contains("after equal communication: 4 rounds, of 1.2 MB from each worker")
        .contains("after equal work: 2 epochs")
        .contains("loss: mean", "test loss: mean", "accuracy: mean", "nesterov", "slowmo")
        .containsPattern("2 workers, every 1 +4 +256" + figures)
        .containsPattern("2 workers, each epoch \\(10\\) +4 +2,560" + figures)
        .containsPattern("1 worker +2 +1,280 +\\d\\.\\d{4} +- +- ")
        .containsPattern("2 workers, every 1 +20 +1,280" + figures);
  }

  @Test
  void showsWhatDivergesAndGoesOn() {
    int code = run("--optimizer=sgd", "--learning-rate=1e30", "--frequencies=10");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("2 workers, each epoch \\(10\\) +4 +2,560( +not finite){9}")
        .containsPattern("1 worker +2 +1,280 +not finite +- +- ");
  }

  @Test
  void saysWhereToGetTheData() {
    assertThat(run("--data=" + images.resolve("none"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("Cannot find train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz in ")
        .contains("fetch MNIST with bin/fetch-data mnist, or name its folder with --data");
  }

  @Test
  void refusesFewerRowsThanABatchOfEachWorker() {
    assertThat(run("--rows=10")).isEqualTo(1);
    assertThat(err.toString()).contains("Invalid --rows: 10 (must be >= 64)");
  }
}
