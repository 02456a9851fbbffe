package io.github.sparknn.benchmarks;

import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Threads of this JVM's native calls. */
final class NativeThreads {
  private NativeThreads() {}

  /** One for ND4J's kernels and one for OpenBLAS, as a worker with one task cpu has. */
  static void useOne() {
    Nd4j.getBackend();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    openblas.blas_set_num_threads(1);
  }
}
