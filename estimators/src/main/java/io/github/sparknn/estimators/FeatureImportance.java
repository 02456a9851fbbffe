package io.github.sparknn.estimators;

import io.github.sparknn.estimators.scoring.BatchScoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Permutation importance: by how much the mean loss grows when a feature's values come from other
 * rows, so that they tell nothing of the label. The rows are scored once for each feature and
 * repeat, in one distributed pass, in batches that are in memory already.
 *
 * <p>Source: Breiman, "Random Forests", Machine Learning 45, 2001, section 10; Fisher, Rudin,
 * Dominici, "All Models are Wrong, but Many are Useful", JMLR 20, 2019, section 3 (for any model).
 */
final class FeatureImportance {
  /** Rows that features are taken from, at most. */
  private static final int DONORS = 1000;

  private static final StructType SCHEMA =
      new StructType()
          .add("feature", DataTypes.StringType, false)
          .add("importance", DataTypes.DoubleType, false)
          .add("stddev", DataTypes.DoubleType, false);

  private final NetworkModel<?> unbound;
  private final int outputs;
  private final ExampleLoss loss;
  private final Column targets;

  /**
   * @param model without output columns, with {@code handleInvalid} as rows are to be treated
   * @param outputs values that the network gives for a row
   * @param targets array&lt;double&gt; of what the loss compares the outputs with
   */
  FeatureImportance(NetworkModel<?> model, int outputs, ExampleLoss loss, Column targets) {
    this.unbound = model;
    this.outputs = outputs;
    this.loss = loss;
    this.targets = targets;
  }

  /**
   * A row for each feature, the most important first.
   *
   * @param weightCol what a row counts for; null for 1
   */
  Dataset<Row> of(Dataset<?> data, String weightCol, int repeats, long seed) {
    if (repeats < 1) {
      throw new IllegalArgumentException("Invalid repeats: %d (must be >= 1)".formatted(repeats));
    }
    unbound.check(data.schema());
    NetworkModel<?> model = unbound.forSchema(data.schema());
    Column weight = weight(data.schema(), weightCol);
    if (model.inputs().isSequence()) {
      throw new IllegalArgumentException(
          "Cannot tell importance of columns %s: they are sequences (must be numbers, vectors or"
                  .formatted(model.inputColumns())
              + " arrays of one length)");
    }
    NetworkScoring scoring = model.scoring(data.sparkSession().sparkContext());
    List<FeatureGroup> features = FeatureGroup.of(data.schema(), scoring.inputs);
    PermutedLosses losses =
        new PermutedLosses(
            scoring,
            outputs,
            loss,
            features,
            donors(data, scoring, seed),
            repeats,
            seed,
            unbound.uid() + "_losses");
    return table(data, means(data, losses, weight), features, repeats);
  }

  private static Column weight(StructType schema, String weightCol) {
    if (weightCol == null) {
      return functions.lit(1.0);
    }
    Columns.require(schema, "weightCol", weightCol, NumericType.class);
    return Columns.of(weightCol).cast("double");
  }

  /** The first rows by a hash of their values and the seed, wherever they lie. */
  private float[][] donors(Dataset<?> data, NetworkScoring scoring, long seed) {
    String column = unbound.uid() + "_features";
    Dataset<Row> values =
        BatchScoring.score(data, inputs(), new FeatureValues(scoring, column))
            .select(Columns.of(column).as("values"))
            .filter("values is not null")
            .orderBy(functions.xxhash64(functions.lit(seed), functions.col("values")))
            .limit(DONORS);
    float[][] donors =
        values.collectAsList().stream().map(FeatureImportance::floats).toArray(float[][]::new);
    if (donors.length == 0) {
      throw new IllegalArgumentException("Cannot tell importance: no row has valid features");
    }
    return donors;
  }

  private static float[] floats(Row row) {
    List<Float> values = row.getList(0);
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private String[] inputs() {
    return unbound.inputColumns().toArray(new String[0]);
  }

  private double[] means(Dataset<?> data, PermutedLosses losses, Column weight) {
    String target = unbound.uid() + "_targets";
    String[] inputs = Arrays.copyOf(inputs(), inputs().length + 1);
    inputs[inputs.length - 1] = target;
    Column found = Columns.of(losses.column());
    return BatchScoring.score(data.withColumn(target, targets), inputs, losses)
        .filter(found.isNotNull())
        .select(Summarizer.mean(found, weight))
        .head()
        .<Vector>getAs(0)
        .toArray();
  }

  private static Dataset<Row> table(
      Dataset<?> data, double[] means, List<FeatureGroup> features, int repeats) {
    List<Row> rows = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      int from = 1 + feature * repeats;
      double[] growths = Arrays.copyOfRange(means, from, from + repeats);
      double mean = Arrays.stream(growths).average().orElseThrow() - means[0];
      double squares = Arrays.stream(growths).map(g -> Math.pow(g - means[0] - mean, 2)).sum();
      rows.add(RowFactory.create(features.get(feature).name(), mean, Math.sqrt(squares / repeats)));
    }
    rows.sort(Comparator.comparingDouble((Row row) -> row.getDouble(1)).reversed());
    return data.sparkSession().createDataFrame(rows, SCHEMA);
  }
}
