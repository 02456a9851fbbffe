package io.github.sparknn.estimators;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.TensorReader;
import io.github.sparknn.estimators.scoring.BatchScorer;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.Replica;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** Runs batches of rows through a network; what becomes of its outputs is the subclass's. */
abstract class NetworkScorer implements BatchScorer {
  private final NetworkScoring scoring;
  private final TensorReader reader;
  private final Replica replica;
  private final MiniBatch batch;
  private final int rowSize;
  private final int width;
  private final float[] outputs;

  /**
   * A scorer with a replica of its own.
   *
   * @param width values that the network gives for a row
   */
  NetworkScorer(NetworkScoring scoring, DataType[] inputTypes, int width) {
    this.scoring = scoring;
    this.width = width;
    int[] ordinals = IntStream.range(0, inputTypes.length).toArray();
    reader = scoring.inputs.reader(ordinals, inputTypes);
    rowSize = scoring.inputs.size();
    outputs = new float[Math.multiplyExact(scoring.batchSize(), width)];
    replica = ExecutorReplicas.take(replicaId(), this::load);
    int[] shape = scoring.network.network().value().network().exampleShape(scoring.inputs.shape());
    batch = MiniBatch.allocate(scoring.batchSize(), shape, 0);
  }

  private String replicaId() {
    return scoring.network.id() + "/" + scoring.engine;
  }

  private Replica load() {
    FittedNetwork fitted = scoring.network.network().value();
    TaskContext task = TaskContext.get();
    Replica loaded =
        Engines.select(scoring.engine, fitted.network())
            .newReplica(fitted.network(), task == null ? 1 : task.cpus());
    loaded.load(fitted.state(), 0);
    return loaded;
  }

  @Override
  public boolean read(InternalRow inputs, int slot) {
    long address = batch.featuresAddress() + (long) slot * rowSize * Float.BYTES;
    boolean valid = reader.read(inputs, null, address);
    if (!valid && scoring.handleInvalid.equals("error")) {
      throw new IllegalArgumentException(
          "Cannot score row: "
              + reader.describeInvalid(inputs)
              + " (handleInvalid = \"keep\" gives such rows a null prediction, \"skip\" drops"
              + " them)");
    }
    return valid;
  }

  @Override
  public void score(int rows) {
    batch.setRows(rows);
    replica.infer(batch, outputs);
  }

  /** A copy of the values that the network gave for the row in a slot. */
  final double[] outputs(int slot) {
    double[] result = new double[width];
    for (int i = 0; i < width; i++) {
      result[i] = outputs[slot * width + i];
    }
    return result;
  }

  @Override
  public void close() {
    ExecutorReplicas.giveBack(replicaId(), replica);
    batch.close();
  }
}
