package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Positions of a row's input that are one feature to people.
 *
 * @param name of the column that they come from, or of the position
 * @param positions in the input, from 0
 */
record FeatureGroup(String name, int[] positions) implements Serializable {
  /**
   * What TablePreprocessor puts behind a column's name: a category, a hash value, a date's part.
   */
  private static final Pattern PART = Pattern.compile("(=.*|#\\d+|(:\\w+)?:(sin|cos))$");

  /**
   * The features of a model's input columns, in order. Names are those of Spark ML attributes in a
   * column's metadata; positions that TablePreprocessor made of one column are one feature. Without
   * attributes each value is one, {@code features[0]}.
   */
  static List<FeatureGroup> of(StructType schema, TensorSpec inputs) {
    Map<String, List<Integer>> positions = new LinkedHashMap<>();
    int position = 0;
    for (String name : names(schema, inputs, FeatureGroup::whole)) {
      positions.computeIfAbsent(name, key -> new ArrayList<>()).add(position++);
    }
    return positions.entrySet().stream()
        .map(
            entry ->
                new FeatureGroup(
                    entry.getKey(), entry.getValue().stream().mapToInt(p -> p).toArray()))
        .toList();
  }

  /** The names of a row's values, in order. */
  static List<String> names(StructType schema, TensorSpec inputs) {
    return names(schema, inputs, name -> name);
  }

  private static List<String> names(
      StructType schema, TensorSpec inputs, UnaryOperator<String> ofAttribute) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.columns().size(); i++) {
      StructField field = Columns.require(schema, inputs.columns().get(i));
      names.addAll(names(field, inputs.columnSizes()[i], ofAttribute));
    }
    return names;
  }

  private static String whole(String name) {
    return PART.matcher(name).replaceFirst("");
  }

  private static List<String> names(
      StructField field, int size, UnaryOperator<String> ofAttribute) {
    if (size == 1 && TargetKind.of(field.dataType()) == TargetKind.NUMBER) {
      return List.of(field.name());
    }
    AttributeGroup attributes =
        AttributeGroup.fromStructField(
            new StructField(field.name(), SQLDataTypes.VectorType(), true, field.metadata()));
    boolean named = attributes.attributes().isDefined() && attributes.size() == size;
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                named && attributes.getAttr(i).name().isDefined()
                    ? ofAttribute.apply(attributes.getAttr(i).name().get())
                    : field.name() + "[" + i + "]")
        .toList();
  }
}
