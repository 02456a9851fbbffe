package io.github.sparknn.benchmarks;

/** A contender in this JVM. */
abstract class JvmContender implements EngineContender {
  private final String name;
  private final int batches;
  private final int batchSize;

  JvmContender(String name, int batches, int batchSize) {
    this.name = name;
    this.batches = batches;
    this.batchSize = batchSize;
  }

  /** Goes back to the initial parameters. */
  abstract void reset();

  /** One step on the mini-batch of that number; gives the loss before it. */
  abstract double step(int batch);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final double[] losses(int steps) {
    reset();
    double[] losses = new double[steps];
    for (int i = 0; i < steps; i++) {
      losses[i] = step(i % batches);
    }
    return losses;
  }

  @Override
  public final Throughput train(double seconds) {
    reset();
    Stopwatch stopwatch = new Stopwatch();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long steps = 0;
    do {
      step((int) (steps % batches));
      steps++;
    } while (System.nanoTime() < end);
    Stopwatch.Reading reading = stopwatch.read();
    return new Throughput((double) steps * batchSize, reading.seconds(), reading.cpuSeconds());
  }
}
