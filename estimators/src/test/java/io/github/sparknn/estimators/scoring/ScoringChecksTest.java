package io.github.sparknn.estimators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What is checked and prepared before anything runs. */
class ScoringChecksTest extends ScoringTestBase {
  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(4);

  @Test
  void refusesAColumnThatExists() {
    Dataset<Row> table = table(1, 1).withColumnRenamed("name", "SUM");

    assertThatThrownBy(() -> score(table, model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot score: column 'sum' exists already");
    with(
        "spark.sql.caseSensitive",
        true,
        () -> assertThat(score(table, model).columns()).contains("SUM", "sum"));
  }

  @Test
  void refusesAColumnThatIsMissing() {
    assertThatThrownBy(() -> BatchScoring.score(table(1, 1), new String[] {"featurs"}, model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot score: column 'featurs' is missing, there are [id, name, features]");
  }

  @Test
  void refusesABatchSizeBelowOne() {
    assertThatThrownBy(() -> score(table(1, 1), ArithmeticModel.ofBatchSize(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid batchSize: 0 (must be > 0)");
  }

  @Test
  void installsItselfOncePerSession() {
    SparkSession session = SPARK.newSession();
    assertThat(session.experimental().extraStrategies().size()).isZero();

    Dataset<Row> table = session.range(3).selectExpr("id as features");
    score(score(table, model), model.withPrefix("b"));

    assertThat(session.experimental().extraStrategies().size()).isEqualTo(1);
    assertThat(session.experimental().extraOptimizations().size()).isEqualTo(2);
    assertThat(plan(score(table, model))).contains("BatchScore");
  }

  @Test
  void acceptsOutputsDeclaredNotNullable() {
    BatchModel strict = new NotNullable(model);

    Dataset<Row> scored =
        BatchScoring.score(
            SPARK.range(1).selectExpr("cast(null as double) as x"), new String[] {"x"}, strict);

    assertThat(scored.collectAsList()).containsExactly(RowFactory.create(null, null, null, null));
  }

  private record NotNullable(ArithmeticModel model) implements BatchModel {
    @Override
    public String id() {
      return model.id();
    }

    @Override
    public StructType outputSchema() {
      return new StructType(
          Arrays.stream(model.outputSchema().fields())
              .map(f -> new StructField(f.name(), f.dataType(), false, f.metadata()))
              .toArray(StructField[]::new));
    }

    @Override
    public int batchSize() {
      return 1;
    }

    @Override
    public BatchScorer newScorer(DataType[] inputTypes) {
      return model.newScorer(inputTypes);
    }
  }
}
