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

  /** Runs a batch through encoder and whole network, as far as anyone reads their outputs. */
  private final class Scorer extends NetworkScorer {
    private ScoringReplica encoding;
    private ScoringReplica reconstruction;

    Scorer(DataType[] inputTypes) {
      super(AutoencoderScoring.this, inputTypes);
    }

    @Override
    public void use(boolean[] outputs) {
      super.use(outputs);
      if (isUsed(encodingIndex)) {
        encoding = use(encoder, encodingSize);
      }
      if (isUsed(reconstructionIndex) || isUsed(errorIndex)) {
        reconstruction = use(network, inputs.size());
      }
    }

    @Override
    public void write(int slot, InternalRow output) {
      if (isUsed(encodingIndex)) {
        output.update(encodingIndex, CatalystValues.array(encoding.floats(slot)));
      }
      if (isUsed(reconstructionIndex)) {
        output.update(reconstructionIndex, CatalystValues.array(reconstruction.floats(slot)));
      }
      if (isUsed(errorIndex)) {
        output.setDouble(errorIndex, meanSquaredError(slot));
      }
    }

    private double meanSquaredError(int slot) {
      double sum = 0;
      int size = inputs.size();
      for (int i = 0; i < size; i++) {
        double feature = Platform.getFloat(null, features(slot) + (long) i * Float.BYTES);
        double difference = reconstruction.value(slot, i) - feature;
        sum += difference * difference;
      }
      return sum / size;
    }
  }
}
