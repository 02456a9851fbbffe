package io.github.sparknn.training.engine.blas;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε) per channel. In training μ and σ² (the population's)
 * are those of the batch over rows and positions, in inference their running means, which are
 * parameters: their "gradient" is (1 - decay) (running - batch), from which the optimizer
 * subtracts.
 *
 * <p>Source: Ioffe, Szegedy, arXiv 1502.03167, algorithms 1 and 2; running means as DL4J has them.
 */
final class BatchNormalizationKernel implements LayerKernel {
  private final int channels;
  private final int gamma;
  private final int mean;
  private final boolean locked;
  private final boolean logDeviation;
  private final boolean first;
  private final double epsilon;
  private final double decay;
  private final ChannelSums channelSums;
  private final double[] sums;
  private final double[] productSums;
  private final float[] scale;
  private final float[] shift;
  private final float[] batchMean;
  private final float[] batchVariance;
  private final float[] inverseDeviation;
  private final float[] factor;
  private final float[] offset;
  private final float[] slope;

  private int positions;
  private float[] normalized = {};
  private float[] output = {};

  /**
   * @param from where γ, β, mean and variance begin in the flat vector; γ and β are not there where
   *     the layer locks them
   * @param first no layer below has parameters, so that ∂x is not needed
   */
  BatchNormalizationKernel(BatchNormalization layer, int channels, int from, boolean first) {
    this.channels = channels;
    this.locked = layer.isLockGammaBeta();
    this.logDeviation = layer.isUseLogStd();
    this.gamma = from;
    this.mean = locked ? from : from + 2 * channels;
    this.first = first;
    this.epsilon = layer.getEps();
    this.decay = layer.getDecay();
    this.channelSums = new ChannelSums(channels);
    this.sums = new double[channels];
    this.productSums = new double[channels];
    this.scale = new float[channels];
    this.shift = new float[channels];
    this.batchMean = new float[channels];
    this.batchVariance = new float[channels];
    this.inverseDeviation = new float[channels];
    this.factor = new float[channels];
    this.offset = new float[channels];
    this.slope = new float[channels];
    // With γ = 1 DL4J leaves a locked β out.
    Arrays.fill(scale, (float) layer.getGamma());
    Arrays.fill(shift, layer.getGamma() == 1 ? 0f : (float) layer.getBeta());
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    positions = size.positions();
    return size;
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    int pixels = Math.multiplyExact(rows, positions);
    int size = Math.multiplyExact(pixels, channels);
    normalized = LayerKernel.atLeast(normalized, size);
    output = LayerKernel.atLeast(output, size);
    if (!locked) {
      System.arraycopy(bench.parameters, gamma, scale, 0, channels);
      System.arraycopy(bench.parameters, gamma + channels, shift, 0, channels);
    }
    if (pass == Pass.TRAINING) {
      channelSums.sum(x, pixels, sums);
      divide(sums, pixels, batchMean);
      center(x, batchMean, size);
      channelSums.dot(normalized, normalized, pixels, sums);
      divide(sums, pixels, batchVariance);
    } else {
      System.arraycopy(bench.parameters, mean, batchMean, 0, channels);
      for (int c = 0; c < channels; c++) {
        batchVariance[c] = (float) runningVariance(bench, c);
      }
      center(x, batchMean, size);
    }
    for (int c = 0; c < channels; c++) {
      inverseDeviation[c] = (float) (1 / Math.sqrt(batchVariance[c] + epsilon));
    }
    for (int start = 0; start < size; start += channels) {
      for (int c = 0; c < channels; c++) {
        normalized[start + c] *= inverseDeviation[c];
        output[start + c] = normalized[start + c] * scale[c] + shift[c];
      }
    }
    return output;
  }

  private static void divide(double[] sums, int pixels, float[] means) {
    for (int c = 0; c < sums.length; c++) {
      means[c] = (float) (sums[c] / pixels);
    }
  }

  private void center(float[] x, float[] means, int size) {
    for (int start = 0; start < size; start += channels) {
      for (int c = 0; c < channels; c++) {
        normalized[start + c] = x[start + c] - means[c];
      }
    }
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    int pixels = rows * positions;
    channelSums.sum(delta, pixels, sums);
    channelSums.dot(delta, normalized, pixels, productSums);
    float[] gradient = bench.gradient;
    for (int c = 0; c < channels; c++) {
      if (!locked) {
        gradient[gamma + c] = (float) productSums[c];
        gradient[gamma + channels + c] = (float) sums[c];
      }
      gradient[mean + c] = (bench.parameters[mean + c] - batchMean[c]) * (float) (1 - decay);
      gradient[mean + channels + c] = (float) varianceUpdate(bench, c);
    }
    if (first) {
      return null;
    }
    inputGradient(delta, pixels);
    return delta;
  }

  /** What is to be subtracted from the parameter of the running variance. */
  private double varianceUpdate(Workbench bench, int channel) {
    double running = runningVariance(bench, channel);
    double next = decay * running + (1 - decay) * batchVariance[channel];
    return logDeviation ? Math.log10(running / next) / 2 : running - next;
  }

  private double runningVariance(Workbench bench, int channel) {
    double parameter = bench.parameters[mean + channels + channel];
    return logDeviation ? Math.pow(10, 2 * parameter) : parameter;
  }

  /** ∂x = γ / √(σ² + ε) (∂y - mean(∂y) - x̂ mean(∂y ∘ x̂)), in place. */
  private void inputGradient(float[] delta, int pixels) {
    for (int c = 0; c < channels; c++) {
      factor[c] = scale[c] * inverseDeviation[c];
      offset[c] = (float) (factor[c] * sums[c] / pixels);
      slope[c] = (float) (factor[c] * productSums[c] / pixels);
    }
    for (int start = 0; start < pixels * channels; start += channels) {
      for (int c = 0; c < channels; c++) {
        delta[start + c] =
            factor[c] * delta[start + c] - offset[c] - slope[c] * normalized[start + c];
      }
    }
  }
}
