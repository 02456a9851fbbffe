package io.github.sparknn.estimators.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.execution.ExplainMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class BatchScoringTest extends ScoringTestBase {
  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(4);

  @Test
  void addsTheOutputsBehindTheColumnsThereAre() {
    List<Row> rows = score(table(3, 1), model).collectAsList();

    assertThat(rows.get(2).schema().fieldNames())
        .containsExactly("id", "name", "features", "sum", "text", "pair");
    assertThat(rows.get(2))
        .isEqualTo(
            RowFactory.create(
                2L, "n2", rows.get(2).get(2), 2.5, "sum=2.5", Vectors.dense(2.5, 5.0)));
    assertThat(rows.get(2).<Double>getList(2)).containsExactly(2.0, 0.5);
  }

  @Test
  void scoresInBatchesInTheOrderOfTheRows() {
    Dataset<Row> scored = score(table(10, 1), model);

    assertThat(doubles(scored, "sum"))
        .containsExactly(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5);
    assertThat(model.calls().batches).hasValue(3);
    assertThat(model.calls().rows).hasValue(10);
  }

  @Test
  void showsItsNodeInThePlan() {
    Dataset<Row> scored = score(table(10, 1), model);

    assertThat(plan(scored)).contains("BatchScore " + model.id() + ", [features#");
    assertThat(scored.queryExecution().explainString(ExplainMode.fromString("formatted")))
        .contains("BatchScore (3)\n")
        .contains("(3) BatchScore\n")
        .contains("Arguments: " + model.id() + ", [features#");
  }

  @Test
  void keepsTheMetadataOfTheOutputs() {
    StructType schema = score(table(1, 1), model).schema();

    assertThat(schema.apply("sum").metadata()).isEqualTo(ArithmeticModel.metadata());
    assertThat(schema.apply("sum").nullable()).isTrue();
  }

  @Test
  void aRowWithoutAScoreHasNullsAndTakesNoSlot() {
    Dataset<Row> table =
        table(6, 1)
            .withColumn(
                "features",
                expr("case id when 1 then null when 3 then array(1d, null) else features end"));

    List<Row> rows = score(table, model).select("id", "sum", "text", "pair").collectAsList();

    assertThat(rows).extracting(row -> row.get(1)).containsExactly(0.5, null, 2.5, null, 4.5, 5.5);
    assertThat(rows.get(1)).isEqualTo(RowFactory.create(1L, null, null, null));
    assertThat(rows.get(4).get(3)).isEqualTo(Vectors.dense(4.5, 9.0));
    assertThat(model.calls().rows).hasValue(4);
  }

  @Test
  void passesColumnsOfEveryTypeThrough() {
    Dataset<Row> table =
        SPARK
            .range(0, 40, 1, 2)
            .selectExpr(
                "if(id % 3 = 0, null, concat('name ', id)) as s",
                "cast(id as decimal(30, 5)) as wide",
                "cast(id / 4 as decimal(9, 2)) as narrow",
                "if(id % 5 = 0, null, named_struct('a', id, 'b', array('x', null, string(id)))) as st",
                "if(id % 7 = 0, null, array(id, null)) as ar",
                "map(string(id), named_struct('v', id), 'k', null) as m",
                "id % 2 = 0 as b",
                "date_add(date'2020-01-01', int(id)) as d",
                "timestamp_seconds(id) as t",
                "binary(string(id)) as bin",
                "float(id) as f",
                "cast(id as tinyint) as by",
                "cast(null as int) as nothing",
                "array(double(id)) as features");
    Dataset<Row> passed = score(table, model).where("sum >= 0").drop("sum", "text", "pair");

    assertThat(plan(passed)).contains("BatchScore");
    assertThat(passed.schema()).isEqualTo(table.schema());
    assertThat(json(passed)).isEqualTo(json(table)).hasSize(40);
  }

  private static List<String> json(Dataset<Row> df) {
    return df.toJSON().collectAsList();
  }

  @Test
  void readsVectorsScalarsDecimalsAndStringsTogether() {
    StructType schema =
        new StructType()
            .add("v", SQLDataTypes.VectorType())
            .add("i", DataTypes.IntegerType)
            .add("s", DataTypes.StringType)
            .add("f", DataTypes.createArrayType(DataTypes.FloatType))
            .add("d", DataTypes.createDecimalType(20, 2));
    Dataset<Row> table =
        SPARK.createDataFrame(
            Arrays.asList(
                RowFactory.create(
                    Vectors.dense(1, 2), 10, "abc", new Float[] {0.5f}, new BigDecimal("100.25")),
                RowFactory.create(
                    Vectors.sparse(5, new int[] {3}, new double[] {7}),
                    20,
                    "",
                    new Float[] {},
                    new BigDecimal("0.00")),
                RowFactory.create(null, 20, "", new Float[] {}, new BigDecimal("0.00"))),
            schema);

    Dataset<Row> scored = BatchScoring.score(table, new String[] {"s", "v", "i", "d", "f"}, model);

    assertThat(doubles(scored, "sum")).containsExactly(116.75, 27.0, null);
  }

  @Test
  void takesColumnNamesAsTheyAre() {
    Dataset<Row> table = SPARK.range(3).selectExpr("id as `a.b`", "id * 10 as `c``d`", "id as `*`");

    Dataset<Row> scored = BatchScoring.score(table, new String[] {"a.b", "c`d", "*"}, model);

    assertThat(doubles(scored, "sum")).containsExactly(0.0, 12.0, 24.0);
  }

  @Test
  void scoresAConstantAndAStructsField() {
    Dataset<Row> constant = table(2, 1).withColumn("features", array(lit(1.0), lit(2.0)));
    Dataset<Row> field =
        table(2, 1)
            .selectExpr("id", "named_struct('x', features, 'y', 1) as st")
            .select(col("id"), col("st.x").as("features"));

    assertThat(doubles(score(constant, model), "sum")).containsExactly(3.0, 3.0);
    assertThat(doubles(score(field, model), "sum")).containsExactly(0.5, 1.5);
  }
}
