package io.github.sparknn.estimators;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.MiniBatchSpec;
import io.github.sparknn.datasets.TensorReader;
import io.github.sparknn.estimators.scoring.BatchScorer;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** Runs batches of rows through networks; what becomes of their outputs is the subclass's. */
abstract class NetworkScorer implements BatchScorer {
  private final NetworkScoring scoring;
  private final TensorReader reader;
  private final MiniBatch batch;
  private final int rowSize;
  private final List<ScoringReplica> replicas = new ArrayList<>();
  private GradientReplica gradients;
  private boolean[] used;

  NetworkScorer(NetworkScoring scoring, DataType[] inputTypes) {
    this.scoring = scoring;
    int[] ordinals = IntStream.range(0, inputTypes.length).toArray();
    reader = scoring.inputs.reader(ordinals, inputTypes);
    rowSize = scoring.inputs.rowFloats();
    NetworkSpec spec = scoring.network.network().value().network();
    batch =
        MiniBatch.allocate(
            scoring.batchSize(),
            MiniBatchSpec.of(scoring.inputs, spec.exampleShape(scoring.inputs), 0));
  }

  /**
   * A replica of a network that each batch is to go through; for constructors and {@link
   * #use(boolean[])}.
   *
   * @param width values that the network gives for a row
   */
  final ScoringReplica use(SharedNetwork.Handle network, int width) {
    try {
      ScoringReplica replica =
          new ScoringReplica(network, scoring.engine, scoring.batchSize(), width);
      replicas.add(replica);
      return replica;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The gradients of a network by its input; for constructors, once. */
  final GradientReplica useGradients(SharedNetwork.Handle network) {
    try {
      gradients = new GradientReplica(network);
      return gradients;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public void use(boolean[] outputs) {
    used = outputs;
  }

  /** Whether there is an output at that place (-1: none) and anyone reads it. */
  final boolean isUsed(int output) {
    return output >= 0 && (used == null || used[output]);
  }

  @Override
  public boolean read(InternalRow inputs, int slot) {
    boolean valid = reader.read(inputs, null, features(slot));
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
    replicas.forEach(replica -> replica.infer(batch));
  }

  /** Address of the features, as floats, of the row in a slot. */
  final long features(int slot) {
    return batch.featuresAddress() + (long) slot * rowSize * Float.BYTES;
  }

  @Override
  public void close() {
    replicas.forEach(ScoringReplica::close);
    if (gradients != null) {
      gradients.close();
    }
    batch.close();
  }
}
