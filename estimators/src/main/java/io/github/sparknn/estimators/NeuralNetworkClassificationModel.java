package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.estimators.scoring.BatchScoring;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.report.TrainingReport;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.api.NeuralNetwork;

/**
 * A trained classifier. {@code transform} adds, each under its column parameter's name:
 *
 * <ul>
 *   <li>{@code rawPrediction}: Vector[classes], the natural logarithms of the probabilities;
 *   <li>{@code probability}: Vector[classes], which sums to 1;
 *   <li>{@code prediction}: the label value of the most probable class, the first of equal ones;
 *       double for numeric labels, boolean and string for such.
 * </ul>
 *
 * Rows are scored in batches by the engine; other columns pass through untouched and the order of
 * rows is kept. A row with null or NaN in an input is an error, is dropped or gets nulls, as {@code
 * handleInvalid} says.
 */
public class NeuralNetworkClassificationModel extends Model<NeuralNetworkClassificationModel>
    implements ClassificationParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ScoringParams.Group scoringParams;
  private final ClassificationParams.Group classificationParams;
  private final FittedNetwork fitted;
  private final LabelClasses classes;
  private final transient TrainingReport report;
  private final SharedNetwork shared;

  NeuralNetworkClassificationModel(
      String uid, FittedNetwork fitted, LabelClasses classes, TrainingReport report) {
    this.uid = uid;
    this.fitted = fitted;
    this.classes = classes;
    this.report = report;
    shared = new SharedNetwork(fitted);
    scoringParams = new ScoringParams.Group(this);
    classificationParams = new ClassificationParams.Group(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ScoringParams.Group scoringParams() {
    return scoringParams;
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

  /** How the training went; empty for a loaded model. */
  public Optional<TrainingReport> report() {
    return Optional.ofNullable(report);
  }

  /** The trained network's description. */
  public NetworkSpec networkSpec() {
    return fitted.network();
  }

  /** A copy of the trained network's flat parameter vector in DL4J's layout. */
  public float[] parameters() {
    return fitted.state().parameters().clone();
  }

  /** A new DL4J network with the trained parameters and a fresh optimizer state. */
  public NeuralNetwork network() {
    NeuralNetwork network = fitted.network().newNetwork();
    NetworkStates.write(fitted.state(), network);
    return network;
  }

  /**
   * Adds the output columns.
   *
   * @throws IllegalArgumentException before any job if an input column is missing or of a type that
   *     cannot be read, or an output column exists already; from the job if a row does not fit
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    transformSchema(data.schema());
    StructType outputs = ClassificationSchema.outputs(this, classes.type(), classes.size());
    if (outputs.isEmpty()) {
      return data.toDF();
    }
    ClassificationScoring scoring =
        new ClassificationScoring(
            this, shared.on(data.sparkSession().sparkContext()), inputs(), outputs, classes);
    Dataset<Row> scored = BatchScoring.score(data, inputColumns().toArray(new String[0]), scoring);
    return getHandleInvalid().equals("skip")
        ? scored.filter(Columns.of(outputs.fieldNames()[0]).isNotNull())
        : scored;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    TensorSpec given = TensorSpec.of(schema, inputColumns(), null);
    if (given.isResolved() && given.size() != inputs().size()) {
      throw new IllegalArgumentException(
          "Cannot score columns "
              + inputColumns()
              + ": they hold "
              + given.size()
              + " values per row, the model was trained on "
              + inputs().size());
    }
    return ClassificationSchema.transform(this, schema, classes.type(), classes.size());
  }

  private TensorSpec inputs() {
    TensorSpec trainedOn = fitted.features();
    return TensorSpec.ofSizes(inputColumns(), trainedOn.columnSizes(), trainedOn.shape());
  }

  @Override
  public NeuralNetworkClassificationModel copy(ParamMap extra) {
    NeuralNetworkClassificationModel copy =
        new NeuralNetworkClassificationModel(uid, fitted, classes, report);
    return copyValues(copy, extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return ClassificationModelStorage.writer(this, fitted, classes);
  }

  /** Reads models that {@code write} saved. */
  public static MLReader<NeuralNetworkClassificationModel> read() {
    return ClassificationModelStorage.reader();
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

  /** Sets {@link #featuresCol()}. */
  public NeuralNetworkClassificationModel setFeaturesCol(String value) {
    set(featuresCol(), value);
    return this;
  }

  /** Sets {@link #featuresCols()}. */
  public NeuralNetworkClassificationModel setFeaturesCols(String[] value) {
    set(featuresCols(), value);
    return this;
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

  /** Sets {@link #rawPredictionCol()}. */
  public NeuralNetworkClassificationModel setRawPredictionCol(String value) {
    set(rawPredictionCol(), value);
    return this;
  }

  /** Sets {@link #engine()}. */
  public NeuralNetworkClassificationModel setEngine(String value) {
    set(engine(), value);
    return this;
  }

  /** Sets {@link #handleInvalid()}. */
  public NeuralNetworkClassificationModel setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /** Sets {@link #scoringBatchSize()}. */
  public NeuralNetworkClassificationModel setScoringBatchSize(int value) {
    set(scoringBatchSize(), value);
    return this;
  }
}
