package io.github.sparknn.training.engine.blas;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Collects parameter arrays in the order of the flat vector into DL4J's updater blocks: neighbours
 * with equal optimizers, across layers, share a block and so the layout of their state.
 */
final class OptimizerCompiler {
  private record Open(IUpdater config, UpdateRule rule, int from, List<Penalty> penalties) {}

  private final List<GradientNormalizer> normalizers = new ArrayList<>();
  private final List<Optimizer.Part> parts = new ArrayList<>();
  private Open open;
  private int parameters;

  /**
   * One of a layer's parameter arrays.
   *
   * @param name DL4J's
   */
  record Array(String name, int length) {}

  /**
   * The next layer of the flat vector.
   *
   * @param arrays its parameter arrays in DL4J's order; those of length 0 are not there
   */
  void add(BaseLayer layer, String where, Array... arrays) {
    List<Array> present = Stream.of(arrays).filter(array -> array.length > 0).toList();
    List<Integer> lengths = present.stream().map(Array::length).toList();
    normalizers.addAll(GradientNormalizer.of(layer, parameters, lengths));
    for (Array array : present) {
      add(layer, array.name, array.length, where);
    }
  }

  private void add(BaseLayer layer, String name, int length, String where) {
    IUpdater config = layer.getUpdaterByParam(name);
    if (open == null || !open.config.equals(config)) {
      closeBlock();
      open = new Open(config, rule(config, where), parameters, new ArrayList<>());
    }
    addPenalties(layer.getRegularizationByParam(name), length, where);
    parameters = Math.addExact(parameters, length);
  }

  /** Length of the flat vector so far. */
  int parameters() {
    return parameters;
  }

  /** All that was added, once. */
  Optimizer finish() {
    closeBlock();
    return new Optimizer(normalizers, parts);
  }

  private void closeBlock() {
    if (open == null) {
      return;
    }
    UpdateRule.Block block = new UpdateRule.Block(open.from, parameters);
    parts.add(new Optimizer.Part(open.rule, block, open.config, open.penalties));
    open = null;
  }

  private static UpdateRule rule(IUpdater config, String where) {
    Class<?> type = config == null ? null : config.getClass();
    if (type == Sgd.class) {
      return new GradientDescent.Plain((Sgd) config);
    } else if (type == NoOp.class) {
      return new GradientDescent.Unscaled();
    } else if (type == Nesterovs.class) {
      return new GradientDescent.Nesterov((Nesterovs) config);
    } else if (type == Adam.class) {
      return new AdamRules.Standard((Adam) config);
    } else if (type == AMSGrad.class) {
      return new AdamRules.AmsGrad((AMSGrad) config);
    } else if (type == AdaGrad.class) {
      return new RootMeanSquareRules.Sum((AdaGrad) config);
    } else if (type == RmsProp.class) {
      return new RootMeanSquareRules.Average((RmsProp) config);
    }
    String name = type == null ? "none" : type.getSimpleName();
    throw new UnsupportedNetworkException(
        where + " has updater " + name + ", which is not supported");
  }

  private void addPenalties(List<Regularization> regularizations, int length, String where) {
    if (regularizations == null) {
      return;
    }
    // DL4J's builder gives a layer the network's weight decay twice; both then count.
    double scaledDecay = 0;
    double plainDecay = 0;
    for (Regularization regularization : regularizations) {
      if (regularization instanceof L1Regularization l1) {
        open.penalties.add(new Penalty.L1(parameters, length, fixed(l1.getL1(), where)));
      } else if (regularization instanceof L2Regularization l2) {
        open.penalties.add(new Penalty.L2(parameters, length, fixed(l2.getL2(), where)));
      } else if (regularization instanceof WeightDecay decay && decay.isApplyLR()) {
        scaledDecay += fixed(decay.getCoeff(), where);
      } else if (regularization instanceof WeightDecay decay) {
        plainDecay += fixed(decay.getCoeff(), where);
      } else {
        throw new UnsupportedNetworkException(
            where
                + " has regularization "
                + regularization.getClass().getSimpleName()
                + ", which is not supported");
      }
    }
    if (scaledDecay != 0 || plainDecay != 0) {
      // Last, as the others read the parameters that it changes.
      open.penalties.add(new Penalty.WeightDecay(parameters, length, scaledDecay, plainDecay));
    }
  }

  private static double fixed(ISchedule schedule, String where) {
    if (schedule instanceof FixedSchedule) {
      return schedule.valueAt(0, 0);
    }
    throw new UnsupportedNetworkException(
        where + " has a regularization schedule, which is not supported");
  }
}
