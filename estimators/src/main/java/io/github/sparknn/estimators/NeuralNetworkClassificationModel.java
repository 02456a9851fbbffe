package io.github.sparknn.estimators;

import io.github.sparknn.estimators.evaluation.ClassificationEvaluation;
import io.github.sparknn.estimators.evaluation.EvaluationColumns;
import io.github.sparknn.estimators.scoring.BatchModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * A trained classifier. {@code transform} adds, each under its column parameter's name:
 *
 * <ul>
 *   <li>{@code rawPrediction}: Vector[classes], the natural logarithms of the probabilities;
 *   <li>{@code probability}: Vector[classes], which sums to 1; where rows have several labels at
 *       once, the probability of each;
 *   <li>{@code prediction}: the label value of the most probable class, the first of equal ones;
 *       double for numeric labels, boolean and string for such. Where rows have several labels at
 *       once: 1 for each that is more probable than not, else 0, as array&lt;double&gt; or Vector
 *       as the labels were. {@code thresholds} shift both.
 * </ul>
 *
 * Rows are scored in batches by the engine; other columns pass through untouched and the order of
 * rows is kept. A row with null or NaN in an input is an error, is dropped or gets nulls, as {@code
 * handleInvalid} says.
 */
public class NeuralNetworkClassificationModel extends NetworkModel<NeuralNetworkClassificationModel>
    implements ClassificationParams {
  private static final long serialVersionUID = 1L;

  private final PredictionParams.Group predictionParams;
  private final ClassificationParams.Group classificationParams;
  private final LabelClasses classes;

  NeuralNetworkClassificationModel(
      String uid, FittedNetwork fitted, LabelClasses classes, TrainingSummary summary) {
    super(uid, fitted, summary);
    this.classes = classes;
    predictionParams = new PredictionParams.Group(this);
    classificationParams = new ClassificationParams.Group(this);
  }

  @Override
  NeuralNetworkClassificationModel self() {
    return this;
  }

  @Override
  public PredictionParams.Group predictionParams() {
    return predictionParams;
  }

  @Override
  public ClassificationParams.Group classificationParams() {
    return classificationParams;
  }

  /** Number of classes. */
  public int numClasses() {
    return classes.size();
  }

  /** The labels in the order of the probabilities, as text. */
  public List<String> labels() {
    return classes.texts();
  }

  /**
   * Checks that there is a threshold for each class, where there are any.
   *
   * @throws IllegalArgumentException if not
   */
  static void requireThresholds(ClassificationParams params, int classes) {
    if (params.isSet(params.thresholds()) && params.getThresholds().length != classes) {
      throw new IllegalArgumentException(
          "Invalid thresholds: %s (must be one for each of %d classes)"
              .formatted(Arrays.toString(params.getThresholds()), classes));
    }
  }

  @Override
  StructType outputs() {
    requireThresholds(this, classes.size());
    return ClassificationSchema.outputs(this, classes.kind(), classes.size());
  }

  @Override
  NetworkScoring scoring(SparkContext spark) {
    return new ClassificationScoring(this, shared(spark), classes);
  }

  /** As {@link #evaluate(Dataset, String)}, each row counting for 1. */
  public ClassificationEvaluation evaluate(Dataset<?> data) {
    return evaluate(data, null);
  }

  /**
   * Scores the rows and measures the predictions, in one pass over the data.
   *
   * @param data the input columns and the label column
   * @param weightCol what each row counts for, a number &ge; 0; null for 1
   * @throws IllegalArgumentException as {@code transform}; if a label is null or none of the
   *     classes that the model knows, or a weight is not such a number
   */
  public ClassificationEvaluation evaluate(Dataset<?> data, String weightCol) {
    String prediction = uid() + "_prediction";
    String probability = uid() + "_probability";
    Dataset<Row> scored =
        copy(ParamMap.empty())
            .setPredictionCol(prediction)
            .setProbabilityCol(probability)
            .setRawPredictionCol("")
            .transform(data);
    EvaluationColumns columns =
        new EvaluationColumns(getLabelCol(), prediction, probability, weightCol);
    return ClassificationEvaluation.of(scored, columns, labels());
  }

  /** As {@link #featureImportance(Dataset, String, int, long)}: unweighted, 5 repeats, seed 0. */
  public Dataset<Row> featureImportance(Dataset<?> data) {
    return featureImportance(data, null, 5, 0);
  }

  /**
   * Permutation importance: by how much the mean log loss grows when a feature's values come from
   * other rows. Features are the input's positions by the names in the columns' metadata; those
   * that TablePreprocessor made of one column are one feature. Features that tell the same share
   * their importance: exchanging one leaves the other.
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
    boolean several = classes.kind().isMultiLabel();
    return new FeatureImportance(
            copy(ParamMap.empty())
                .setPredictionCol("")
                .setProbabilityCol("")
                .setRawPredictionCol(""),
            classes.size(),
            several ? ExampleLoss.BINARY_CROSS_ENTROPY : ExampleLoss.CROSS_ENTROPY,
            several
                ? classes.kind().target().doubles(Columns.of(label))
                : functions.array(classes.index(label)))
        .of(data, weightCol, repeats, seed);
  }

  /**
   * What tells, row by row, how much each input value contributed to a class's probability: that of
   * the predicted class, of several labels at once of one that is to be set.
   *
   * @throws IllegalArgumentException if the network's outputs have no gradient by its input
   */
  public IntegratedGradients integratedGradients() {
    NeuralNetworkClassificationModel model =
        copy(ParamMap.empty()).setPredictionCol("").setProbabilityCol("").setRawPredictionCol("");
    return new IntegratedGradients(model, labels(), !classes.kind().isMultiLabel());
  }

  @Override
  BatchModel defaultFunction(SparkSession spark) {
    NeuralNetworkClassificationModel model = copy(ParamMap.empty()).setRawPredictionCol("");
    return numClasses() == 2 && !classes.kind().isMultiLabel()
        ? new SecondProbability(
            model.setPredictionCol("").setProbabilityCol("probability").forFunction(spark))
        : model.setPredictionCol("prediction").setProbabilityCol("").forFunction(spark);
  }

  @Override
  public NeuralNetworkClassificationModel copy(ParamMap extra) {
    NeuralNetworkClassificationModel copy =
        new NeuralNetworkClassificationModel(uid(), fitted(), classes, summaryOrNull());
    return copyValues(sharing(copy), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return ModelStorage.writer(
        this, Map.of("labelKind", classes.kind().name(), "labels", classes.texts()));
  }

  /** Reads models that {@code write} saved. */
  public static MLReader<NeuralNetworkClassificationModel> read() {
    return ModelStorage.reader(
        NeuralNetworkClassificationModel.class,
        saved -> {
          LabelClasses classes =
              LabelClasses.parse(saved.value("labelKind", String.class), saved.texts("labels"));
          saved.withOutputs(classes.size());
          return new NeuralNetworkClassificationModel(
              saved.uid(), saved.fitted(), classes, saved.summary());
        });
  }

  /**
   * Reads a model from a path.
   *
   * @throws IllegalArgumentException if there is no such model, it was saved by a newer version of
   *     this library, or its data are damaged; names the path
   */
  public static NeuralNetworkClassificationModel load(String path) {
    return read().load(path);
  }

  /** Sets {@link #predictionCol()}. */
  public NeuralNetworkClassificationModel setPredictionCol(String value) {
    set(predictionCol(), value);
    return this;
  }

  /** Sets {@link #probabilityCol()}. */
  public NeuralNetworkClassificationModel setProbabilityCol(String value) {
    set(probabilityCol(), value);
    return this;
  }

  /** Sets {@link #thresholds()}. */
  public NeuralNetworkClassificationModel setThresholds(double[] value) {
    set(thresholds(), value);
    return this;
  }

  /** Sets {@link #rawPredictionCol()}. */
  public NeuralNetworkClassificationModel setRawPredictionCol(String value) {
    set(rawPredictionCol(), value);
    return this;
  }
}
