package io.github.sparknn.training.engine.blas;

import dev.ludovic.netlib.blas.BLAS;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Set;

/**
 * Loads netlib's native BLAS apart from the netlib that MLlib uses. Netlib binds to a library once,
 * when its classes load; if MLlib came first, without a native library, that copy stays without
 * one. The two classes of the binding are therefore defined anew here; its interfaces are shared.
 */
final class NativeNetlib extends ClassLoader {
  private static final String BINDING = "dev.ludovic.netlib.blas.JNIBLAS";
  private static final Set<String> OWN = Set.of(BINDING, "dev.ludovic.netlib.blas.AbstractBLAS");

  private NativeNetlib() {
    super(BLAS.class.getClassLoader());
  }

  /**
   * Netlib bound to the library that its system property names now.
   *
   * @throws IllegalStateException if that fails
   */
  static BLAS load() {
    try {
      Method factory = new NativeNetlib().loadClass(BINDING).getDeclaredMethod("getInstance");
      factory.setAccessible(true);
      return (BLAS) factory.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load netlib's native BLAS", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (OWN.contains(name) && findLoadedClass(name) == null) {
        return define(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream source = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (source == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = source.readAllBytes();
      return defineClass(name, code, 0, code.length, BLAS.class.getProtectionDomain());
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
