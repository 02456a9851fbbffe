package io.github.sparknn.benchmarks;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.ModelState;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mini-batches of a workload, made once and always the same: {@link SyntheticImages} with one-hot
 * labels, or rows of normally distributed numbers whose label is whether the first two have the
 * same sign.
 */
record WorkloadData(List<MiniBatch> batches) implements AutoCloseable {

  /** An example's features and labels. */
  private record Example(float[] features, float[] labels) {}

  static WorkloadData create(Workload workload, int batches) {
    Function<Long, Example> examples =
        workload == Workload.TABLE ? WorkloadData::row : images(workload);
    List<MiniBatch> made = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      made.add(miniBatch(workload, examples, (long) i * workload.batchSize()));
    }
    return new WorkloadData(made);
  }

  private static Function<Long, Example> images(Workload workload) {
    SyntheticImages images =
        new SyntheticImages(Arrays.stream(workload.shape()).reduce(1, Math::multiplyExact));
    return id -> {
      float[] oneHot = new float[SyntheticImages.CLASSES];
      oneHot[images.label(id)] = 1;
      return new Example(images.features(id), oneHot);
    };
  }

  private static Example row(long id) {
    SplittableRandom random = new SplittableRandom(id);
    float[] values = new float[Workload.TABLE.shape()[0]];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Example(values, new float[] {values[0] * values[1] > 0 ? 1 : 0});
  }

  private static MiniBatch miniBatch(
      Workload workload, Function<Long, Example> examples, long first) {
    int rows = workload.batchSize();
    float[][] features = new float[rows][];
    float[][] labels = new float[rows][];
    for (int row = 0; row < rows; row++) {
      Example example = examples.apply(first + row);
      features[row] = example.features();
      labels[row] = example.labels();
    }
    MiniBatch batch = MiniBatch.allocate(rows, workload.shape(), labels[0].length);
    batch.setRows(rows);
    INDArray target = batch.features();
    target.assign(Nd4j.createFromArray(features).reshape(target.shape()));
    batch.labels().assign(Nd4j.createFromArray(labels));
    return batch;
  }

  /** Copies, as DL4J's users have them. */
  List<DataSet> dataSets() {
    return batches.stream()
        .map(batch -> new DataSet(batch.features().dup(), batch.labels().dup()))
        .toList();
  }

  /** Writes {@code features} and {@code labels}: one row after another, little-endian floats. */
  void write(Path folder) throws IOException {
    try (DataOutputStream features = open(folder.resolve("features"));
        DataOutputStream labels = open(folder.resolve("labels"))) {
      for (MiniBatch batch : batches) {
        ModelState.writeValues(features, values(batch.features()));
        ModelState.writeValues(labels, values(batch.labels()));
      }
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(Files.newOutputStream(file));
  }

  private static float[] values(INDArray rows) {
    return rows.dup('c').data().asFloat();
  }

  @Override
  public void close() {
    batches.forEach(MiniBatch::close);
  }
}
