package io.github.sparknn.preprocessing;

import java.util.List;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Reads arrays from rows of a saved model. */
final class Rows {
  private Rows() {}

  static double[] doubles(Row row, String column) {
    List<Double> values = row.getList(row.fieldIndex(column));
    return doubles(values);
  }

  static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The elements of a nested array, which Spark gives as a Scala sequence. */
  @SuppressWarnings("unchecked") // the schema of the saved row
  static <T> List<T> list(Object sequence) {
    return List.copyOf(JavaConverters.seqAsJavaList((Seq<T>) sequence));
  }
}
