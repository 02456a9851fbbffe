package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchScorer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** What an autoencoder's plan carries to the executors. */
final class AutoencoderScoring extends NetworkScoring {
  private static final long serialVersionUID = 1L;

  private final SharedNetwork.Handle encoder;
  private final int encodingSize;
  private final int encodingIndex;
  private final int reconstructionIndex;
  private final int errorIndex;

  /**
   * For a model as its parameters are now.
   *
   * @param encoder null when encodings are not asked for
   */
  AutoencoderScoring(
      NeuralNetworkAutoencoderModel model,
      SharedNetwork.Handle network,
      SharedNetwork.Handle encoder) {
    super(
        model,
        network,
        model.getEncodingCol(),
        model.getReconstructionCol(),
        model.getReconstructionErrorCol());
    this.encoder = encoder;
    encodingSize = model.encodingSize();
    encodingIndex = index(model.getEncodingCol());
    reconstructionIndex = index(model.getReconstructionCol());
    errorIndex = index(model.getReconstructionErrorCol());
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    return new Scorer(inputTypes);
  }

  /** Runs a batch through encoder and whole network, as far as their outputs are asked for. */
  private final class Scorer extends NetworkScorer {
    private final ScoringReplica encoding;
    private final ScoringReplica reconstruction;

    Scorer(DataType[] inputTypes) {
      super(AutoencoderScoring.this, inputTypes);
      encoding = encodingIndex < 0 ? null : use(encoder, encodingSize);
      boolean reconstructs = reconstructionIndex >= 0 || errorIndex >= 0;
      reconstruction = reconstructs ? use(network, inputs.size()) : null;
    }

    @Override
    public void write(int slot, InternalRow output) {
      if (encodingIndex >= 0) {
        output.update(encodingIndex, CatalystValues.array(encoding.floats(slot)));
      }
      if (reconstruction != null) {
        float[] reconstructed = reconstruction.floats(slot);
        if (reconstructionIndex >= 0) {
          output.update(reconstructionIndex, CatalystValues.array(reconstructed));
        }
        if (errorIndex >= 0) {
          output.setDouble(errorIndex, meanSquaredError(reconstructed, features(slot)));
        }
      }
    }
  }

  private static double meanSquaredError(float[] reconstructed, long features) {
    double sum = 0;
    for (int i = 0; i < reconstructed.length; i++) {
      double feature = Platform.getFloat(null, features + (long) i * Float.BYTES);
      double difference = reconstructed[i] - feature;
      sum += difference * difference;
    }
    return sum / reconstructed.length;
  }
}
