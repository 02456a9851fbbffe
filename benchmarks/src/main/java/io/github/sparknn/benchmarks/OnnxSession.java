package io.github.sparknn.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** The session of ONNX Runtime that all tasks of an executor share: one thread in each call. */
final class OnnxSession {
  private static byte[] loaded;
  private static OrtSession session;

  private OnnxSession() {}

  /** The session of the model; the same as long as the model is. */
  static synchronized OrtSession of(byte[] model) throws OrtException {
    if (!Arrays.equals(loaded, model)) {
      if (session != null) {
        session.close();
      }
      try (SessionOptions options = new SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        session = OrtEnvironment.getEnvironment().createSession(model, options);
      }
      loaded = model;
    }
    return session;
  }

  /** {@code float[rows, classes]} of {@code float[rows, features]}. */
  static FloatBuffer run(OrtSession session, FloatBuffer features, int rows, int size)
      throws OrtException {
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), features, new long[] {rows, size});
        OrtSession.Result result = session.run(Map.of(OnnxNetwork.INPUT, input))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer();
    }
  }
}
