package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchModel;
import io.github.sparknn.estimators.scoring.BatchScorer;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * A row's losses as a vector: first the network's own, then, for each feature and repeat, that with
 * the feature's values from another row. Whose they are depends on the seed and the row's values
 * only. The inputs are the network's and, last, the targets as array&lt;double&gt;.
 *
 * @param outputs values that the network gives for a row
 * @param donors inputs of rows that features are taken from
 * @param repeats for each feature
 * @param column of the losses
 */
record PermutedLosses(
    NetworkScoring scoring,
    int outputs,
    ExampleLoss loss,
    List<FeatureGroup> features,
    float[][] donors,
    int repeats,
    long seed,
    String column)
    implements BatchModel {
  /** A batch's losses are at most this many, so that they stay small beside its activations. */
  private static final int MAX_LOSSES = 1 << 20;

  private int losses() {
    return 1 + features.size() * repeats;
  }

  @Override
  public String id() {
    return "%s/importance/%d/%d/%d"
        .formatted(scoring.id(), repeats, seed, Arrays.deepHashCode(donors));
  }

  @Override
  public StructType outputSchema() {
    return new StructType().add(column, SQLDataTypes.VectorType(), true);
  }

  @Override
  public int batchSize() {
    return Math.max(1, Math.min(scoring.batchSize(), MAX_LOSSES / losses()));
  }

  @Override
  public void checkInputs(DataType[] inputTypes) {
    scoring.checkInputs(networkInputs(inputTypes));
  }

  private static DataType[] networkInputs(DataType[] inputTypes) {
    return Arrays.copyOf(inputTypes, inputTypes.length - 1);
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    return new Scorer(inputTypes);
  }

  private final class Scorer extends NetworkScorer {
    private final int targetsOrdinal;
    private final ScoringReplica replica;
    private final double[][] targets = new double[batchSize()][];
    private final long[] hashes = new long[batchSize()];
    private final double[][] losses = new double[batchSize()][losses()];

    Scorer(DataType[] inputTypes) {
      super(scoring, networkInputs(inputTypes));
      targetsOrdinal = inputTypes.length - 1;
      replica = use(scoring.network, outputs);
    }

    @Override
    public boolean read(InternalRow inputs, int slot) {
      if (!super.read(inputs, slot)) {
        return false;
      }
      targets[slot] =
          ExampleLoss.targets(
              inputs.isNullAt(targetsOrdinal) ? null : inputs.getArray(targetsOrdinal));
      if (targets[slot] == null) {
        throw new IllegalArgumentException(
            "Cannot tell importance: a row's label is null, NaN or none of the model's classes");
      }
      int bytes = scoring.inputs.rowFloats() * Float.BYTES;
      hashes[slot] = XXH64.hashUnsafeBytes(null, features(slot), bytes, seed);
      return true;
    }

    @Override
    public void score(int rows) {
      infer(rows, 0);
      for (int feature = 0; feature < features.size(); feature++) {
        for (int repeat = 0; repeat < repeats; repeat++) {
          int loss = 1 + feature * repeats + repeat;
          float[][] own = exchange(rows, features.get(feature).positions(), loss);
          infer(rows, loss);
          restore(own, features.get(feature).positions());
        }
      }
    }

    private void infer(int rows, int loss) {
      super.score(rows);
      for (int slot = 0; slot < rows; slot++) {
        losses[slot][loss] = PermutedLosses.this.loss.of(replica.doubles(slot), targets[slot]);
      }
    }

    /** Puts other rows' values in; gives the rows' own. */
    private float[][] exchange(int rows, int[] positions, int draw) {
      float[][] own = new float[rows][positions.length];
      for (int slot = 0; slot < rows; slot++) {
        long hash = XXH64.hashLong(draw, hashes[slot]);
        float[] donor = donors[(int) Math.floorMod(hash, (long) donors.length)];
        for (int i = 0; i < positions.length; i++) {
          long address = features(slot) + (long) positions[i] * Float.BYTES;
          own[slot][i] = Platform.getFloat(null, address);
          Platform.putFloat(null, address, donor[positions[i]]);
        }
      }
      return own;
    }

    private void restore(float[][] own, int[] positions) {
      for (int slot = 0; slot < own.length; slot++) {
        for (int i = 0; i < positions.length; i++) {
          long address = features(slot) + (long) positions[i] * Float.BYTES;
          Platform.putFloat(null, address, own[slot][i]);
        }
      }
    }

    @Override
    public void write(int slot, InternalRow output) {
      output.update(0, CatalystValues.vector(losses[slot]));
    }
  }
}
