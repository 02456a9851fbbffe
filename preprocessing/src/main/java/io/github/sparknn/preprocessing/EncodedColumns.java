package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.CategoryEncoding;
import io.github.sparknn.preprocessing.internal.NativeColumns;
import io.github.sparknn.preprocessing.internal.TableEncoding;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a CategoryEncoder reads and makes. */
final class EncodedColumns {
  private final CategoryEncoderParams params;
  private final CategoricalColumns inputs;
  private final boolean others;
  private final boolean nullable;

  /** Throws IllegalArgumentException when the params or the columns they name do not fit. */
  EncodedColumns(CategoryEncoderParams params, StructType schema) {
    InOutColumns.check(
        params,
        schema,
        "encode",
        EncodedColumns::isCategorical,
        "string, boolean or a numeric type");
    this.params = params;
    inputs = new CategoricalColumns(params, InOutColumns.inputs(params), "inputCols");
    others = params.getHandleInvalid().equals(CategoryEncoderParams.KEEP);
    nullable = params.getHandleInvalid().equals(CategoryEncoderParams.SKIP);
  }

  private static boolean isCategorical(StructField field) {
    return field.dataType() instanceof StringType
        || field.dataType() instanceof BooleanType
        || field.dataType() instanceof NumericType;
  }

  CategoricalColumns inputs() {
    return inputs;
  }

  /** The field of a column before anything is learned. */
  StructField field(int column) {
    String name = InOutColumns.outputs(params)[column];
    return new StructField(
        name,
        inputs.encoding(column).expands()
            ? HasOutputType.output(params).dataType()
            : DataTypes.DoubleType,
        nullable,
        Metadata.empty());
  }

  /** The field of a column with the names and sizes that Spark ML's stages read. */
  StructField field(int column, Categories categories) {
    StructField field = field(column);
    Metadata metadata;
    if (inputs.encoding(column).expands()) {
      List<Attribute> positions = inputs.positions(column, categories, others);
      metadata =
          TensorFields.metadata(
              TensorFields.group(field.name(), positions), new long[] {positions.size()});
    } else {
      metadata = inputs.value(column, categories, others).withName(field.name()).toMetadata();
    }
    return new StructField(field.name(), field.dataType(), field.nullable(), metadata);
  }

  /**
   * The encoded column of an input as string.
   *
   * @throws IllegalArgumentException what was learned lacks what the params want
   */
  Column encode(int column, Categories categories, Column text) {
    CategoryEncoding encoding = inputs.encoding(column, categories);
    if (!others) {
      encoding = encoding.closed(InOutColumns.inputs(params)[column]);
    }
    if (!inputs.encoding(column).expands()) {
      return NativeColumns.encodeCategory(encoding, nullable, text);
    }
    return NativeColumns.encode(
        new TableEncoding(
            List.of(),
            List.of(),
            List.of(encoding),
            HasOutputType.output(params),
            nullable ? TableEncoding.OnInvalid.NULL : TableEncoding.OnInvalid.ERROR),
        List.of(text));
  }
}
