package io.github.sparknn.estimators;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Parameters of autoencoders and their models. */
public interface AutoencoderParams extends ScoringParams {

  /** The parameter objects of one stage. */
  final class Group implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> encodingCol;
    private final Param<String> reconstructionCol;
    private final Param<String> reconstructionErrorCol;

    Group(Params owner) {
      encodingCol =
          new Param<>(
              owner, "encodingCol", "the output column of encodings; empty = no such column");
      reconstructionCol =
          new Param<>(
              owner,
              "reconstructionCol",
              "the output column of the inputs as the network gives them again; empty = no such"
                  + " column");
      reconstructionErrorCol =
          new Param<>(
              owner,
              "reconstructionErrorCol",
              "the output column of the mean squared difference of inputs and reconstruction; empty"
                  + " = no such column");
      owner.setDefault(encodingCol, "encoding");
      owner.setDefault(reconstructionCol, "reconstruction");
      owner.setDefault(reconstructionErrorCol, "reconstructionError");
    }
  }

  /** The stage's parameter objects. */
  Group autoencoderParams();

  /** The output column of encodings (default {@code encoding}; empty: none). */
  default Param<String> encodingCol() {
    return autoencoderParams().encodingCol;
  }

  /** The value of {@link #encodingCol()}. */
  default String getEncodingCol() {
    return getOrDefault(encodingCol());
  }

  /** The output column of reconstructions (default {@code reconstruction}; empty: none). */
  default Param<String> reconstructionCol() {
    return autoencoderParams().reconstructionCol;
  }

  /** The value of {@link #reconstructionCol()}. */
  default String getReconstructionCol() {
    return getOrDefault(reconstructionCol());
  }

  /** The output column of errors (default {@code reconstructionError}; empty: none). */
  default Param<String> reconstructionErrorCol() {
    return autoencoderParams().reconstructionErrorCol;
  }

  /** The value of {@link #reconstructionErrorCol()}. */
  default String getReconstructionErrorCol() {
    return getOrDefault(reconstructionErrorCol());
  }
}
