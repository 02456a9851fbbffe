package io.github.sparknn.training.engine.dl4j;

import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Threads of ND4J's kernels and of OpenBLAS. Several tasks share an executor, and more native
 * threads than task cores make small networks collapse; another number also gives other bits.
 */
final class NativeThreads {
  private NativeThreads() {}

  /** Lets each native call of this process use at most that many threads. */
  static void limit(int threads) {
    Nd4j.getBackend();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    openblas.blas_set_num_threads(threads);
  }
}
