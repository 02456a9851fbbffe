package io.github.sparknn.estimators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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

  /** A task's completion listeners stay until it ends, with all that they hold. */
  @Test
  void holdsNothingAfterItIsClosed() throws InterruptedException {
    AtomicReference<WeakReference<BatchScorer>> made = new AtomicReference<>();
    TaskScorer open =
        TaskScorer.open(new ScoreFunction(new WatchedModel(model, made)), new DataType[0]);
    assertThat(made.get().get()).isNotNull();

    open.close();

    for (int i = 0; i < 20 && made.get().get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(made.get().get()).isNull();
    assertThat(open.isClosed()).isTrue();
  }

  private record WatchedModel(
      ArithmeticModel model, AtomicReference<WeakReference<BatchScorer>> made)
      implements BatchModel {
    @Override
    public String id() {
      return model.id();
    }

    @Override
    public StructType outputSchema() {
      return model.outputSchema();
    }

    @Override
    public int batchSize() {
      return model.batchSize();
    }

    @Override
    public BatchScorer newScorer(DataType[] inputTypes) {
      BatchScorer scorer = model.newScorer(inputTypes);
      made.set(new WeakReference<>(scorer));
      return scorer;
    }
  }
}
