package io.github.sparknn.training.engine.blas;

import dev.ludovic.netlib.blas.BLAS;
import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;
import java.util.Arrays;

/** A compiled network with its vectors. A step allocates nothing once it saw the batch's size. */
final class BlasReplica implements Replica {
  private final Network network;
  private final Workbench bench;
  private final BatchReader reader;
  private final int threads;
  private int iteration;
  private int epoch;

  BlasReplica(Network network, BLAS blas, int threads) {
    this.network = network;
    this.bench = new Workbench(network.parameters(), network.optimizer().moments(), blas);
    this.reader = new BatchReader(network);
    this.threads = threads;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the state is of a network of another size
   */
  @Override
  public void load(ModelState state, long seed) {
    check("parameters", state.parameters().length, bench.parameters.length);
    boolean hasOptimizerState = state.optimizerState().length > 0;
    if (hasOptimizerState) {
      check(
          "optimizer state values", state.optimizerState().length, network.optimizer().stateSize());
    }
    BlasLibrary.limitThreads(bench.blas, threads);
    System.arraycopy(state.parameters(), 0, bench.parameters, 0, bench.parameters.length);
    if (hasOptimizerState) {
      network.optimizer().loadState(state.optimizerState(), bench);
    } else {
      for (float[] moment : bench.moments) {
        Arrays.fill(moment, 0f);
      }
    }
    iteration = state.iteration();
    epoch = state.epoch();
    network.reseed(seed);
  }

  @Override
  public double step(MiniBatch batch) {
    double loss = computeGradient(batch);
    network.optimizer().step(bench, iteration, epoch);
    iteration++;
    return loss;
  }

  /** The mean loss with regularization; {@link #gradient()} then is that of the loss alone. */
  double computeGradient(MiniBatch batch) {
    return network.computeGradient(
        bench, reader.features(batch), reader.labels(batch), reader.weights(batch), batch.rows());
  }

  /** Of the mean loss, laid out like the parameters; overwritten by the next step. */
  float[] gradient() {
    return bench.gradient;
  }

  @Override
  public double loss(MiniBatch batch) {
    return network.loss(
        bench, reader.features(batch), reader.labels(batch), reader.weights(batch), batch.rows());
  }

  @Override
  public ModelState state() {
    return new ModelState(
        bench.parameters.clone(), network.optimizer().copyState(bench), iteration, epoch);
  }

  @Override
  public void infer(MiniBatch batch, float[] outputs) {
    network.infer(bench, reader.features(batch), outputs, batch.rows());
  }

  @Override
  public void close() {
    // Heap arrays only.
  }

  private static void check(String what, int given, int expected) {
    if (given != expected) {
      throw new IllegalArgumentException(
          "Cannot load state into network: it has "
              + given
              + " "
              + what
              + ", the network has "
              + expected);
    }
  }
}
