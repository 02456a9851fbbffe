package io.github.sparknn.estimators.scoring;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Lists between Java and Scala. */
final class ScalaSeqs {
  private ScalaSeqs() {}

  /** An immutable copy. */
  static <T> Seq<T> seq(List<? extends T> list) {
    return JavaConverters.<T>asScalaBuffer(List.copyOf(list)).toList();
  }

  /** A view. */
  static <T> List<T> list(Seq<T> seq) {
    return JavaConverters.seqAsJavaList(seq);
  }

  /** The attributes' schema; Spark's own function for it is another one in 3.4 than in 3.5. */
  static StructType schema(Seq<Attribute> attributes) {
    StructType schema = new StructType();
    for (Attribute attribute : list(attributes)) {
      schema =
          schema.add(
              attribute.name(), attribute.dataType(), attribute.nullable(), attribute.metadata());
    }
    return schema;
  }

  /**
   * The same sequence as one of a supertype, which Scala's covariance allows and Java's types do
   * not.
   */
  @SuppressWarnings("unchecked")
  static <T> Seq<T> widen(Seq<? extends T> seq) {
    return (Seq<T>) seq;
  }
}
