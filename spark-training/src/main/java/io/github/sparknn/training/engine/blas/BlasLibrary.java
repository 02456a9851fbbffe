package io.github.sparknn.training.engine.blas;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The BLAS of this process: Spark's netlib, which works on heap arrays without copying them, over
 * the OpenBLAS that ND4J brings along; netlib's Java BLAS where the native one does not load. MLlib
 * then finds the same library, unless it loaded netlib before.
 */
final class BlasLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(BlasLibrary.class);

  /** Netlib reads it when its classes load; a path that is already set is respected. */
  private static final String LIBRARY_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";

  /** Netlib warns of each implementation that it skips; what matters is said here. */
  private static final java.util.logging.Logger NETLIB_LOG =
      java.util.logging.Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

  private static final class Holder {
    static final BLAS INSTANCE = load(BlasLibrary::loadOpenBlas);
  }

  private BlasLibrary() {}

  /** The BLAS, loaded at the first call. */
  static BLAS instance() {
    return Holder.INSTANCE;
  }

  /** The native BLAS, or Java's with one warning when loading it fails. */
  static BLAS load(Supplier<BLAS> nativeBlas) {
    NETLIB_LOG.setLevel(java.util.logging.Level.SEVERE);
    try {
      return nativeBlas.get();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn(
          "Cannot load the native BLAS, training runs on Java's, which is several times slower"
              + " (put org.bytedeco:openblas for this platform on the classpath)",
          e);
      return JavaBLAS.getInstance();
    }
  }

  /** Lets each call into the native library of this process use at most that many threads. */
  static void limitThreads(BLAS blas, int threads) {
    if (blas instanceof NativeBLAS) {
      openblas_nolapack.blas_set_num_threads(threads);
    }
  }

  /**
   * Takes the very file that ND4J multiplies with. ND4J also loads a second copy without "nolapack"
   * in its name; with both at work in one process their symbols mix, and the process aborts.
   */
  private static BLAS loadOpenBlas() {
    Path binding = Path.of(Loader.load(openblas_nolapack.class));
    Path library = binding.resolveSibling("libopenblas_nolapack.so.0");
    if (System.getProperty(LIBRARY_PROPERTY) == null && Files.exists(library)) {
      System.setProperty(LIBRARY_PROPERTY, library.toString());
    }
    return NativeNetlib.load();
  }
}
