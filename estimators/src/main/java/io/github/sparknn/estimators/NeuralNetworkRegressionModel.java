package io.github.sparknn.estimators;

import io.github.sparknn.estimators.evaluation.EvaluationColumns;
import io.github.sparknn.estimators.evaluation.RegressionEvaluation;
import io.github.sparknn.estimators.scoring.BatchModel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A trained regression network. {@code transform} adds {@code prediction}, what the network gives
 * for the row, in the unit of the labels: double where labels were numbers, array&lt;double&gt; of
 * {@link #numTargets()} values where they were arrays, Vector where they were vectors. What becomes
 * of other columns and of rows with null or NaN is told at {@link NetworkModel}.
 */
public class NeuralNetworkRegressionModel extends NetworkModel<NeuralNetworkRegressionModel>
    implements PredictionParams {
  private static final long serialVersionUID = 1L;

  private final PredictionParams.Group predictionParams;
  private final TargetKind kind;
  private final int targets;

  NeuralNetworkRegressionModel(
      String uid, FittedNetwork fitted, TargetKind kind, int targets, TrainingSummary summary) {
    super(uid, fitted, summary);
    this.kind = kind;
    this.targets = targets;
    predictionParams = new PredictionParams.Group(this);
  }

  @Override
  NeuralNetworkRegressionModel self() {
    return this;
  }

  @Override
  public PredictionParams.Group predictionParams() {
    return predictionParams;
  }

  /** Values that are predicted for a row. */
  public int numTargets() {
    return targets;
  }

  @Override
  StructType outputs() {
    StructType none = new StructType();
    return getPredictionCol().isEmpty() ? none : none.add(kind.field(getPredictionCol(), targets));
  }

  @Override
  NetworkScoring scoring(SparkContext spark) {
    return new RegressionScoring(this, shared(spark), kind, targets);
  }

  /** As {@link #evaluate(Dataset, String)}, each row counting for 1. */
  public RegressionEvaluation evaluate(Dataset<?> data) {
    return evaluate(data, null);
  }

  /**
   * Scores the rows and measures the predictions, in one pass over the data.
   *
   * @param data the input columns and the label column
   * @param weightCol what each row counts for, a number &ge; 0; null for 1
   * @throws IllegalArgumentException as {@code transform}; if the label is an array or vector, as
   *     {@link RegressionEvaluation} measures one number; if a label is null or NaN, or a weight is
   *     not such a number
   */
  public RegressionEvaluation evaluate(Dataset<?> data, String weightCol) {
    String prediction = uid() + "_prediction";
    Dataset<Row> scored = copy(ParamMap.empty()).setPredictionCol(prediction).transform(data);
    return RegressionEvaluation.of(
        scored, new EvaluationColumns(getLabelCol(), prediction, null, weightCol));
  }

  /** As {@link #featureImportance(Dataset, String, int, long)}: unweighted, 5 repeats, seed 0. */
  public Dataset<Row> featureImportance(Dataset<?> data) {
    return featureImportance(data, null, 5, 0);
  }

  /**
   * Permutation importance: by how much the mean squared error grows when a feature's values come
   * from other rows. Features are the input's positions by the names in the columns' metadata;
   * those that TablePreprocessor made of one column are one feature. Features that tell the same
   * share their importance: exchanging one leaves the other.
   *
   * @param data the input columns and the label column
   * @param weightCol what each row counts for, a number &ge; 0; null for 1
   * @param repeats how often each feature's values are exchanged
   * @param seed of whose values they get
   * @return {@code feature} (string), {@code importance} (double, mean of the repeats) and {@code
   *     stddev} (double, of the repeats), the most important first
   * @throws IllegalArgumentException as {@code evaluate}; if inputs are sequences, or the repeats
   *     are less than 1
   */
  public Dataset<Row> featureImportance(Dataset<?> data, String weightCol, int repeats, long seed) {
    String label = Columns.require(data.schema(), getLabelCol()).name();
    return new FeatureImportance(
            copy(ParamMap.empty()).setPredictionCol(""),
            targets,
            ExampleLoss.SQUARED_ERROR,
            kind.doubles(Columns.of(label)))
        .of(data, weightCol, repeats, seed);
  }

  /**
   * What tells, row by row, how much each input value contributed to the prediction, of several
   * targets to that of one that is to be set.
   *
   * @throws IllegalArgumentException if the network's outputs have no gradient by its input
   */
  public IntegratedGradients integratedGradients() {
    NeuralNetworkRegressionModel model = copy(ParamMap.empty()).setPredictionCol("");
    List<String> places = IntStream.range(0, targets).mapToObj(Integer::toString).toList();
    return new IntegratedGradients(model, places, targets == 1);
  }

  @Override
  BatchModel defaultFunction(SparkSession spark) {
    return copy(ParamMap.empty()).setPredictionCol("prediction").forFunction(spark);
  }

  @Override
  public NeuralNetworkRegressionModel copy(ParamMap extra) {
    NeuralNetworkRegressionModel copy =
        new NeuralNetworkRegressionModel(uid(), fitted(), kind, targets, summaryOrNull());
    return copyValues(sharing(copy), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return ModelStorage.writer(this, Map.of("targetKind", kind.name(), "targets", targets));
  }

  /** Reads models that {@code write} saved. */
  public static MLReader<NeuralNetworkRegressionModel> read() {
    return ModelStorage.reader(
        NeuralNetworkRegressionModel.class,
        saved -> {
          int targets = saved.value("targets", Integer.class);
          saved.withOutputs(targets);
          return new NeuralNetworkRegressionModel(
              saved.uid(),
              saved.fitted(),
              TargetKind.valueOf(saved.value("targetKind", String.class)),
              targets,
              saved.summary());
        });
  }

  /**
   * Reads a model from a path.
   *
   * @throws IllegalArgumentException if there is no such model, it was saved by a newer version of
   *     this library, or its data are damaged; names the path
   */
  public static NeuralNetworkRegressionModel load(String path) {
    return read().load(path);
  }

  /** Sets {@link #predictionCol()}. */
  public NeuralNetworkRegressionModel setPredictionCol(String value) {
    set(predictionCol(), value);
    return this;
  }
}
