package io.github.sparknn.estimators.scoring;

import java.util.function.UnaryOperator;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;

/** Java functions as those that Spark's trees are transformed by. */
final class Rewrites {
  private Rewrites() {}

  /**
   * The function, undefined where it gives null.
   *
   * @param <T> the nodes' type
   */
  static <T> PartialFunction<T, T> of(UnaryOperator<T> function) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(T node) {
        return function.apply(node) != null;
      }

      @Override
      @SuppressWarnings("unchecked")
      public <A extends T, B> B applyOrElse(A node, Function1<A, B> otherwise) {
        T result = function.apply(node);
        return result == null ? otherwise.apply(node) : (B) result;
      }
    };
  }
}
