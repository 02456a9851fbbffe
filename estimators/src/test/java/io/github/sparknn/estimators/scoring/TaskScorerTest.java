package io.github.sparknn.estimators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class TaskScorerTest {
  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(2);
  private final TaskScorer scorer =
      TaskScorer.open(
          new ScoreFunction(model), new DataType[] {DataTypes.DoubleType, DataTypes.DoubleType});

  @Test
  void passesCallsOn() {
    GenericInternalRow output = new GenericInternalRow(3);

    assertThat(scorer.read(new GenericInternalRow(new Object[] {1.0, 2.5}), 1)).isTrue();
    scorer.score(2);
    scorer.write(1, output);

    assertThat(output.getDouble(0)).isEqualTo(3.5);
    assertThat(scorer.isClosed()).isFalse();
  }

  @Test
  void closesOnce() {
    scorer.close();
    scorer.onTaskCompletion(null);

    assertThat(model.calls().closed).hasValue(1);
  }

  @Test
  void refusesToWorkAfterItsTask() {
    scorer.close();

    assertThatThrownBy(() -> scorer.read(new GenericInternalRow(2), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot score: the task has ended");
    assertThatThrownBy(() -> scorer.score(1)).hasMessage("Cannot score: the task has ended");
    assertThatThrownBy(() -> scorer.write(0, new GenericInternalRow(3)))
        .hasMessage("Cannot score: the task has ended");
  }
}
