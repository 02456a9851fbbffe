package io.github.sparknn.estimators;

import io.github.sparknn.datasets.Vocabulary;
import io.github.sparknn.estimators.scoring.BatchModel;
import io.github.sparknn.estimators.scoring.BatchScorer;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * Integrated gradients of a row, as {@link IntegratedGradients} defines them.
 *
 * @param outputs values that the network gives for a row
 * @param target which of them; {@link #PREDICTED} for the one that the model predicts
 * @param steps gradients for a row
 * @param baseline values of a row as the network takes it, of sequences those of a step
 * @param groups positions of a row whose attributions are added; null for each alone
 * @param field the column
 */
record Attributions(
    NetworkScoring scoring,
    int outputs,
    int target,
    int steps,
    float[] baseline,
    int[][] groups,
    StructField field)
    implements BatchModel {
  /** The value that the model predicts. */
  static final int PREDICTED = -1;

  /** No value is chosen. */
  static final int NONE = -2;

  @Override
  public String id() {
    return "%s/attributions/%d/%d/%d/%d/%s"
        .formatted(
            scoring.id(),
            target,
            steps,
            Arrays.hashCode(baseline),
            Arrays.deepHashCode(groups),
            field.name());
  }

  @Override
  public StructType outputSchema() {
    return new StructType(new StructField[] {field});
  }

  @Override
  public int batchSize() {
    return scoring.batchSize();
  }

  @Override
  public void checkInputs(DataType[] inputTypes) {
    scoring.checkInputs(inputTypes);
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    return new Scorer(inputTypes);
  }

  private final class Scorer extends NetworkScorer {
    private final ScoringReplica replica;
    private final GradientReplica gradients;
    private final int[] shape;
    private final int size;
    private final boolean sequence = scoring.inputs.isSequence();
    private float[][] attributions = {};

    Scorer(DataType[] inputTypes) {
      super(scoring, inputTypes);
      NetworkSpec network = scoring.network.network().value().network();
      shape = network.exampleShape(scoring.inputs);
      size = scoring.inputs.networkSize();
      replica = target == PREDICTED ? use(scoring.network, outputs) : null;
      gradients = useGradients(scoring.network);
    }

    @Override
    public void score(int rows) {
      super.score(rows);
      int[] lengths = sequence ? new int[rows] : null;
      float[] x = values(rows, lengths);
      float[] from = baselines(rows, lengths);
      float[] weights = new float[rows * outputs];
      for (int slot = 0; slot < rows; slot++) {
        int output = replica == null ? target : scoring.predicted(replica.doubles(slot));
        weights[slot * outputs + output] = 1;
      }
      double[] sums = new double[x.length];
      float[] point = new float[x.length];
      for (int step = 0; step < steps; step++) {
        double share = (step + 0.5) / steps;
        for (int i = 0; i < point.length; i++) {
          point[i] = (float) (from[i] + share * ((double) x[i] - from[i]));
        }
        float[] gradient = gradients.of(point, shape, lengths, weights);
        for (int i = 0; i < sums.length; i++) {
          sums[i] += gradient[i];
        }
      }
      attributions = new float[rows][];
      for (int slot = 0; slot < rows; slot++) {
        double[] row = new double[size];
        for (int i = 0; i < size; i++) {
          int j = slot * size + i;
          row[i] = ((double) x[j] - from[j]) * sums[j] / steps;
        }
        attributions[slot] = result(row, sequence ? lengths[slot] * shape[1] : size);
      }
    }

    /** The rows as the network takes them. */
    private float[] values(int rows, int[] lengths) {
      int positions = scoring.inputs.size();
      float[] values = new float[rows * positions];
      for (int slot = 0; slot < rows; slot++) {
        Platform.copyMemory(
            null,
            features(slot),
            values,
            Platform.FLOAT_ARRAY_OFFSET + (long) slot * positions * Float.BYTES,
            (long) positions * Float.BYTES);
        if (sequence) {
          lengths[slot] =
              (int) Platform.getFloat(null, features(slot) + (long) positions * Float.BYTES);
        }
      }
      Vocabulary ids = scoring.inputs.vocabulary();
      if (ids.isEmpty()) {
        return values;
      }
      float[] expanded = new float[rows * size];
      ids.expand(values, rows, expanded);
      return expanded;
    }

    /** The baseline of each row; zeros after the end of a sequence. */
    private float[] baselines(int rows, int[] lengths) {
      float[] baselines = new float[rows * size];
      for (int slot = 0; slot < rows; slot++) {
        int copies = sequence ? lengths[slot] : 1;
        for (int i = 0; i < copies; i++) {
          int start = slot * size + i * baseline.length;
          System.arraycopy(baseline, 0, baselines, start, baseline.length);
        }
      }
      return baselines;
    }

    /** Of the network's values, those of the row's positions or groups. */
    private float[] result(double[] values, int length) {
      int[] ids = scoring.inputs.vocabulary().ids();
      int[] offsets = scoring.inputs.vocabulary().offsets();
      double[] positions = ids.length == 0 ? values : new double[ids.length];
      for (int i = 0; i < ids.length; i++) {
        for (int j = 0; j < Math.max(1, ids[i]); j++) {
          positions[i] += values[offsets[i] + j];
        }
      }
      float[] result =
          new float[groups != null ? groups.length : Math.min(length, positions.length)];
      for (int i = 0; i < result.length; i++) {
        result[i] =
            (float)
                (groups == null
                    ? positions[i]
                    : Arrays.stream(groups[i]).mapToDouble(p -> positions[p]).sum());
      }
      return result;
    }

    @Override
    public void write(int slot, InternalRow output) {
      output.update(0, CatalystValues.array(attributions[slot]));
    }
  }
}
