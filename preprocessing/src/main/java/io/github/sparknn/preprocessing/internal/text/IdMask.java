package io.github.sparknn.preprocessing.internal.text;

import io.github.sparknn.preprocessing.internal.RowFunction;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * 1 where an array of ids holds a token, 0 where it is filled. Its one input is such an array.
 *
 * @param nullable whether that may be null, whose mask is null
 */
public record IdMask(boolean nullable) implements RowFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public DataType dataType() {
    return DataTypes.createArrayType(DataTypes.FloatType, false);
  }

  @Override
  public String toString() {
    return "id_mask";
  }

  @Override
  public Evaluator evaluator() {
    return inputs -> inputs[0] == null ? null : mask((ArrayData) inputs[0]);
  }

  private static Object mask(ArrayData ids) {
    float[] mask = new float[ids.numElements()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = ids.getInt(i) == TextEncoding.PADDING ? 0 : 1;
    }
    return UnsafeArrayData.fromPrimitiveArray(mask);
  }
}
