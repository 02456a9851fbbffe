package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchScorer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** What a regression model's plan carries to the executors. */
final class RegressionScoring extends NetworkScoring {
  private static final long serialVersionUID = 1L;

  private final TargetKind kind;
  private final int targets;

  RegressionScoring(
      NeuralNetworkRegressionModel model,
      SharedNetwork.Handle network,
      TargetKind kind,
      int targets) {
    super(model, network, model.getPredictionCol());
    this.kind = kind;
    this.targets = targets;
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    return new NetworkScorer(this, inputTypes) {
      private final ScoringReplica replica = use(network, targets);

      @Override
      public void write(int slot, InternalRow output) {
        output.update(0, kind.catalystValue(replica.doubles(slot)));
      }
    };
  }
}
