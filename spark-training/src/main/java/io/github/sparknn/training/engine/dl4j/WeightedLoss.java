package io.github.sparknn.training.engine.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;

/**
 * A loss function of which each row counts for a weight: Σ wᵢ lᵢ instead of Σ lᵢ, and the gradient
 * alike; without weights, the function itself. DL4J divides both by the number of rows.
 *
 * <p>DL4J's own way to weigh examples, a mask of the labels, is not exact: its losses apply a mask
 * twice to the gradient of a network with one output, and where a batch holds one row.
 */
final class WeightedLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private final ILossFunction loss;
  private transient INDArray weights;

  private WeightedLoss(ILossFunction loss) {
    this.loss = loss;
  }

  /** Why the examples of that network cannot be weighed, or empty if they can. */
  static Optional<String> unsupported(NeuralNetwork network) {
    return OutputLayers.unsupported(network, "weights")
        .or(
            () ->
                OutputLayers.loss(network) instanceof LossFMeasure
                    ? Optional.of("the loss LossFMeasure is not a sum over examples")
                    : Optional.empty());
  }

  /**
   * Puts a weighted loss in the place of the network's own.
   *
   * @throws IllegalArgumentException if the network is {@link #unsupported}
   */
  static WeightedLoss install(NeuralNetwork network) {
    unsupported(network)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("Cannot weigh examples: " + reason);
            });
    WeightedLoss weighted = new WeightedLoss(OutputLayers.loss(network));
    OutputLayers.setLoss(network, weighted);
    return weighted;
  }

  /**
   * Sets the weights of the rows that are evaluated next.
   *
   * @param rows {@code float[rows, 1]}; null for none
   */
  void use(INDArray rows) {
    weights = rows;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    if (weights == null) {
      return loss.computeScore(labels, preOutput, activation, mask, average);
    }
    double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray losses = loss.computeScoreArray(labels, preOutput, activation, mask);
    if (loss instanceof LossMAE) {
      losses.divi(labels.size(1)); // DL4J M2.1 divides the sum, but not the single rows' losses.
    }
    return weights == null ? losses : losses.muli(weights.castTo(losses.dataType()));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray gradient = loss.computeGradient(labels, preOutput, activation, mask);
    return weights == null
        ? gradient
        : gradient.muliColumnVector(weights.castTo(gradient.dataType()));
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return loss.name();
  }
}
