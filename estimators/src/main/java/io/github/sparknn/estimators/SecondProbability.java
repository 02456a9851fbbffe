package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchModel;
import io.github.sparknn.estimators.scoring.BatchScorer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A binary classification as one number: the probability of the second class.
 *
 * @param probabilities gives the vector of probabilities as its only output
 */
record SecondProbability(BatchModel probabilities) implements BatchModel {
  private static final int VECTOR_FIELDS = 4;
  private static final int VECTOR_VALUES = 3;

  @Override
  public String id() {
    return probabilities.id() + "/second";
  }

  @Override
  public StructType outputSchema() {
    return new StructType().add("probability", DataTypes.DoubleType);
  }

  @Override
  public int batchSize() {
    return probabilities.batchSize();
  }

  @Override
  public void checkInputs(DataType[] inputTypes) {
    probabilities.checkInputs(inputTypes);
  }

  @Override
  public BatchScorer newScorer(DataType[] inputTypes) {
    BatchScorer scorer = probabilities.newScorer(inputTypes);
    InternalRow vectors = new GenericInternalRow(1);
    return new BatchScorer() {
      @Override
      public boolean read(InternalRow inputs, int slot) {
        return scorer.read(inputs, slot);
      }

      @Override
      public void score(int rows) {
        scorer.score(rows);
      }

      @Override
      public void write(int slot, InternalRow output) {
        scorer.write(slot, vectors);
        output.update(0, vectors.getStruct(0, VECTOR_FIELDS).getArray(VECTOR_VALUES).getDouble(1));
      }

      @Override
      public void close() {
        scorer.close();
      }
    };
  }
}
