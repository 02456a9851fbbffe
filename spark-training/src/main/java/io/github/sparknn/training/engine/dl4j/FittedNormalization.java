package io.github.sparknn.training.engine.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * DL4J's batch normalization as it predicts: by the mean μ and variance σ² found in training, in
 * the backward pass too, where ∂x = ∂y γ / √(σ² + ε). DL4J's own backward pass is that of a batch's
 * statistics.
 */
public final class FittedNormalization extends BatchNormalization {
  private static final long serialVersionUID = 1L;
  private static final int IMAGES = 4;

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parameters,
      boolean initializeParameters,
      DataType type) {
    Fitted layer = new Fitted(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initializeParameters));
    layer.setConf(conf);
    return layer;
  }

  private static final class Fitted
      extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {
    private static final long serialVersionUID = 1L;

    Fitted(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      return super.activate(false, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      boolean channelsLast =
          epsilon.rank() == IMAGES && layerConf().getCnn2DFormat() == CNN2DFormat.NHWC;
      INDArray result = Nd4j.createUninitialized(epsilon.dataType(), epsilon.shape(), 'c');
      Broadcast.mul(epsilon, scale(), result, channelsLast ? IMAGES - 1 : 1);
      return new Pair<>(
          new DefaultGradient(), workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, result));
    }

    /** γ / √(σ² + ε) for each channel. */
    private INDArray scale() {
      INDArray deviation = Transforms.sqrt(variance().add(layerConf().getEps()), false);
      INDArray gamma =
          layerConf().isLockGammaBeta()
              ? Nd4j.valueArrayOf(deviation.shape(), layerConf().getGamma(), deviation.dataType())
              : getParam(BatchNormalizationParamInitializer.GAMMA);
      return gamma.reshape(deviation.shape()).div(deviation).reshape(deviation.length());
    }

    private INDArray variance() {
      if (!layerConf().isUseLogStd()) {
        return getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
      }
      INDArray exponents = getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD).mul(2);
      return Transforms.exp(exponents.muli(Math.log(10)), false);
    }
  }
}
