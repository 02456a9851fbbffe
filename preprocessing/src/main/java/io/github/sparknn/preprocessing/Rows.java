package io.github.sparknn.preprocessing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** A map of arrays, which Spark gives as a Scala map of sequences. */
  static Map<String, List<Double>> doublesByName(Object map) {
    Map<String, List<Double>> result = new HashMap<>();
    JavaConverters.mapAsJavaMap((scala.collection.Map<?, ?>) map)
        .forEach((name, values) -> result.put((String) name, list(values)));
    return result;
  }

  /** The elements of a nested array, which Spark gives as a Scala sequence. */
  @SuppressWarnings("unchecked") // the schema of the saved row
  static <T> List<T> list(Object sequence) {
    return List.copyOf(JavaConverters.seqAsJavaList((Seq<T>) sequence));
  }
}
