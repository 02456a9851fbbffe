package io.github.sparknn.estimators;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a classification model adds: those whose name is not empty. */
final class ClassificationSchema {
  private ClassificationSchema() {}

  /**
   * The output columns in order.
   *
   * @param classes number of classes, noted as the vectors' size; 0 = not known yet
   */
  static StructType outputs(ClassificationParams params, LabelClasses.Kind kind, int classes) {
    List<StructField> fields = new ArrayList<>();
    for (String name : List.of(params.getRawPredictionCol(), params.getProbabilityCol())) {
      if (!name.isEmpty()) {
        Metadata metadata =
            classes > 0 ? new AttributeGroup(name, classes).toMetadata() : Metadata.empty();
        fields.add(new StructField(name, SQLDataTypes.VectorType(), true, metadata));
      }
    }
    if (!params.getPredictionCol().isEmpty()) {
      String name = params.getPredictionCol();
      fields.add(
          kind.isMultiLabel()
              ? kind.target().field(name, classes)
              : new StructField(name, kind.type(), true, Metadata.empty()));
    }
    return new StructType(fields.toArray(new StructField[0]));
  }
}
