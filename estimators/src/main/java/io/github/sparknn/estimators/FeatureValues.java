package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchModel;
import io.github.sparknn.estimators.scoring.BatchScorer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * What a network reads of a row, as array&lt;float&gt;.
 *
 * @param column of the values
 */
record FeatureValues(NetworkScoring scoring, String column) implements BatchModel {
  @Override
  public String id() {
    return scoring.id() + "/features/" + column;
  }

  @Override
  public StructType outputSchema() {
    return new StructType()
        .add(column, DataTypes.createArrayType(DataTypes.FloatType, false), true);
  }

  @Override
  public int batchSize() {
    return scoring.batchSize();
  }

  @Override
  public void checkInputs(DataType[] inputTypes) {
    scoring.checkInputs(inputTypes);
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    float[] values = new float[scoring.inputs.rowFloats()];
    return new NetworkScorer(scoring, inputTypes) {
      @Override
      public void score(int rows) {
        // The values are all there is.
      }

      @Override
      public void write(int slot, InternalRow output) {
        Platform.copyMemory(
            null,
            features(slot),
            values,
            Platform.FLOAT_ARRAY_OFFSET,
            (long) values.length * Float.BYTES);
        output.update(0, CatalystValues.array(values));
      }
    };
  }
}
