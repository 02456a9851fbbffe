package io.github.sparknn.estimators;

import io.github.sparknn.datasets.PackedColumns;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.datasets.Vocabulary;
import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.estimators.scoring.BatchModel;
import io.github.sparknn.estimators.scoring.BatchScoring;
import io.github.sparknn.training.network.LayerSummary;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.report.TrainingReport;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.api.NeuralNetwork;

/**
 * A trained network with the columns that it reads and those that it adds. Rows are scored in
 * batches by the engine; other columns pass through untouched and the order of rows is kept. A row
 * with null or NaN in an input is an error, is dropped or gets nulls, as {@code handleInvalid}
 * says.
 *
 * @param <M> the model itself, for chained setters
 */
public abstract class NetworkModel<M extends NetworkModel<M>> extends Model<M>
    implements ScoringParams, MLWritable {
  /** The format of the files that {@code write} makes: {@code docs/models.md} tells it. */
  public static final int FORMAT_VERSION = ModelFile.FORMAT_VERSION;

  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ScoringParams.Group scoringParams;
  private final FittedNetwork fitted;
  private transient TrainingSummary summary;
  private SharedNetwork shared;

  /** The features of a network that was not trained here, for the columns that are scored. */
  private TensorSpec given;

  /**
   * A model with default parameters.
   *
   * @param summary null where it is not known
   */
  NetworkModel(String uid, FittedNetwork fitted, TrainingSummary summary) {
    this.uid = uid;
    this.fitted = fitted;
    this.summary = summary;
    shared = new SharedNetwork(fitted);
    scoringParams = new ScoringParams.Group(this);
  }

  abstract M self();

  /** The columns that {@link #transform} adds, in order, each of them nullable. */
  abstract StructType outputs();

  /** What computes those columns. */
  abstract NetworkScoring scoring(SparkContext spark);

  /** Lets a new copy of this model score with the network that this one broadcasts. */
  final M sharing(M copy) {
    NetworkModel<M> model = copy;
    model.shared = shared;
    return copy;
  }

  /** The network for an application's executors. */
  final SharedNetwork.Handle shared(SparkContext spark) {
    return shared.on(spark);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ScoringParams.Group scoringParams() {
    return scoringParams;
  }

  FittedNetwork fitted() {
    return fitted;
  }

  /** How the training went; empty of a DL4J zip and of models saved without it. */
  public Optional<TrainingReport> report() {
    return Optional.ofNullable(summary).map(TrainingSummary::report);
  }

  /** Adds to the summary what the model gives on the validation data. */
  final void measured(ModelEvaluation evaluation) {
    summary = summary.withEvaluation(TrainingSummary.VALIDATION, evaluation);
  }

  /** The same with its history and evaluation; null where it is not known. */
  final TrainingSummary summaryOrNull() {
    return summary;
  }

  /** Whether {@link #summary()} can tell: not of a DL4J zip. */
  public boolean hasSummary() {
    return summary != null;
  }

  /**
   * How the training went, with its history as a DataFrame. It is saved with the model, without its
   * evaluations.
   *
   * @throws IllegalStateException if that is not known: of a DL4J zip, and of models that earlier
   *     builds saved
   */
  public TrainingSummary summary() {
    if (summary == null) {
      throw new IllegalStateException(
          "Cannot summarize the training of %s: no report was saved with it".formatted(uid));
    }
    return summary;
  }

  /** The trained network's description. */
  public NetworkSpec networkSpec() {
    return fitted.network();
  }

  /**
   * The network's layers or vertices with shapes and parameters, in order; empty when DL4J cannot
   * tell what they give.
   *
   * @throws IllegalArgumentException of a DL4J zip, if neither its configuration nor {@code
   *     inputShape} tells the input's shape
   */
  public List<LayerSummary> layers() {
    return fitted.network().layers(fitted.network().exampleShape(inputs()));
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
   * Saves the network as a zip of DL4J's ModelSerializer on any file system that Hadoop knows, from
   * which {@code MultiLayerNetwork.load} or {@code ComputationGraph.load} restores it:
   * configuration and parameters, without an optimizer's state. The columns and parameters of this
   * stage and the values of the labels are not in it.
   *
   * @param path of a file; it gets this name only when it is whole
   * @throws IllegalArgumentException if there is something at that path
   * @throws UncheckedIOException if the file cannot be written
   */
  public void saveDl4j(String path) {
    Dl4jFiles.save(fitted, path);
  }

  /**
   * Makes a model of a zip of DL4J's ModelSerializer. Its output layer says which: softmax makes a
   * {@link NeuralNetworkClassificationModel} of the labels 0, 1, 2...; sigmoid with binary
   * cross-entropy (XENT) makes one of several labels at once, in arrays; anything else makes a
   * {@link NeuralNetworkRegressionModel} that gives a double, or an array of them where the network
   * gives several values.
   *
   * <p>Input columns and shape are set as of any model. Where a column's size is not known by its
   * metadata it is the network's, or that of {@code inputShape}, which must be set for sequences
   * and for images whose size the configuration does not tell.
   *
   * <p>Safe with files from anywhere: no Java serialization, sizes are checked before memory is
   * taken, class names in the configuration must be DL4J's, ND4J's or SparkNN's. The zip's {@code
   * normalizer.bin} and {@code preprocessor.bin}, which are serialized Java objects, are not read:
   * normalize the inputs before, such as by a stage of {@code preprocessing}. Its optimizer's state
   * is not read either.
   *
   * @throws IllegalArgumentException if there is no such file, it is damaged, or the network cannot
   *     be used: several inputs or outputs, an output for each time step, parameters that are not
   *     floats; names the path
   */
  public static NetworkModel<?> fromDl4j(String path) {
    return Dl4jFiles.load(path);
  }

  /**
   * Adds the output columns.
   *
   * @throws IllegalArgumentException before any job if an input column is missing or of a type that
   *     cannot be read, or an output column exists already; from the job if a row does not fit
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    check(data.schema());
    M bound = forSchema(data.schema());
    if (bound != this) {
      return bound.transform(data);
    }
    StructType outputs = outputs();
    if (outputs.isEmpty()) {
      return data.toDF();
    }
    NetworkScoring scoring = scoring(data.sparkSession().sparkContext());
    Dataset<Row> scored = BatchScoring.score(data, inputColumns().toArray(new String[0]), scoring);
    return getHandleInvalid().equals("skip")
        ? scored.filter(Columns.of(outputs.fieldNames()[0]).isNotNull())
        : scored;
  }

  /**
   * Gives the session a temporary SQL function with the input columns as arguments, in order:
   * {@code SELECT id, delay_risk(features) FROM t}. Of a classifier that tells two classes apart it
   * gives the probability of the second (double), of other classifiers and of regressors the
   * prediction, of an autoencoder the reconstruction error (double). Null or NaN in an argument
   * gives null, whatever {@code handleInvalid} says. A binary argument is packed floats, whose
   * number is all that is checked, in each row. Queries that call it with another number of
   * arguments, or with types that cannot be read, fail before they run.
   *
   * <p>In SELECT, WHERE, GROUP BY, HAVING and ORDER BY, and inside of other expressions, rows are
   * scored in batches as by {@code transform}, those of a CASE's branch only where it is taken. Row
   * by row, many times slower, are scored: join conditions that need both tables, lambdas such as
   * that of {@code transform(array, x -> ...)}, arguments with random numbers, and local tables
   * ({@code VALUES}, DataFrames made of a list), which Spark's optimizer computes on the driver.
   *
   * @param name letters, digits and _; another temporary function of that name is replaced
   * @throws IllegalArgumentException if the name is none, or that of one of Spark's own functions
   */
  public void registerFunction(SparkSession spark, String name) {
    registerFunction(spark, name, defaultFunction(spark), 0);
  }

  /**
   * As {@link #registerFunction(SparkSession, String)}, for one of the columns that {@code
   * transform} adds.
   *
   * @throws IllegalArgumentException if there is no such column; as above
   */
  public void registerFunction(SparkSession spark, String name, String outputCol) {
    List<String> outputs = List.of(outputs().fieldNames());
    if (!outputs.contains(outputCol)) {
      throw new IllegalArgumentException(
          "Cannot register function "
              + name
              + ": the model gives no column '"
              + outputCol
              + "' (must be one of "
              + outputs
              + ")");
    }
    registerFunction(spark, name, forFunction(spark), outputs.indexOf(outputCol));
  }

  /** What a SQL function of this model gives by default, as the only output. */
  abstract BatchModel defaultFunction(SparkSession spark);

  /** What computes all output columns, and nulls of invalid rows. */
  final NetworkScoring forFunction(SparkSession spark) {
    return copy(ParamMap.empty()).setHandleInvalid("keep").scoring(spark.sparkContext());
  }

  private void registerFunction(SparkSession spark, String name, BatchModel scoring, int output) {
    BatchScoring.registerFunction(spark, name, inputColumns(), scoring, output);
  }

  /** That columns to score fit; that of data, unlike a schema to come, tells packed floats. */
  final void check(StructType schema) {
    transformSchema(schema);
    int[] shape = isSet(inputShape()) ? getInputShape() : null;
    PackedColumns.requireShapes(schema, inputColumns(), shape);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    if (fitted.features() == null) {
      InputColumns.of(this, schema).reader(schema);
      return Columns.append(schema, outputs());
    }
    TensorSpec columns = TensorSpec.of(schema, inputColumns(), null);
    if (columns.isResolved()) {
      InputColumns.requireSize(
          inputColumns(), columns.size(), inputs().size(), "the model was trained on");
      requireVocabulary(columns);
    }
    inputs().reader(schema);
    return Columns.append(schema, outputs());
  }

  /** That columns which tell their ids have those that the model was trained on. */
  private void requireVocabulary(TensorSpec columns) {
    Vocabulary told = fitted.network().withIdsAsTaken(columns).vocabulary();
    if (!told.isEmpty() && !told.equals(inputs().vocabulary())) {
      throw new IllegalArgumentException(
          "Cannot score columns %s: the numbers of their ids are %s, the model was trained on %s"
              .formatted(inputColumns(), told, inputs().vocabulary()));
    }
  }

  /**
   * The input columns with the shapes that the network was trained on; of one that was not trained
   * here, those of the columns that are scored, or an array or numbers where these are not known.
   */
  final TensorSpec inputs() {
    TensorSpec trainedOn = fitted.features();
    if (trainedOn == null) {
      return given == null ? InputColumns.flat(this) : given;
    }
    if (!trainedOn.isSequence()) {
      return TensorSpec.ofShapes(inputColumns(), trainedOn.columnShapes(), trainedOn.shape())
          .withVocabulary(trainedOn.vocabulary());
    }
    if (inputColumns().size() != 1) {
      throw new IllegalArgumentException(
          "Cannot score columns " + inputColumns() + " as sequences (must be one column)");
    }
    int features = trainedOn.shape()[1];
    int[] shape = isSet(inputShape()) ? getInputShape() : trainedOn.shape();
    if (shape.length != trainedOn.shape().length || shape[1] != features) {
      throw new IllegalArgumentException(
          "Invalid inputShape: %s (must be the longest row's steps, and %d)"
              .formatted(Arrays.toString(shape), features));
    }
    return TensorSpec.ofSequences(inputColumns().get(0), shape[0], features);
  }

  /** This model, or one for the columns of a schema where the network was not trained here. */
  final M forSchema(StructType schema) {
    if (fitted.features() != null || given != null) {
      return self();
    }
    M copy = copy(ParamMap.empty());
    NetworkModel<M> model = copy;
    model.given = InputColumns.of(this, schema);
    return copy;
  }

  /**
   * Sets {@link #inputShape()}: time and features of the longest sequence to score, by default that
   * of the training; of no effect on models of other inputs.
   */
  public M setInputShape(int[] value) {
    set(inputShape(), value);
    return self();
  }

  /** Sets {@link #featuresCol()}. */
  public M setFeaturesCol(String value) {
    set(featuresCol(), value);
    return self();
  }

  /** Sets {@link #featuresCols()}. */
  public M setFeaturesCols(String[] value) {
    set(featuresCols(), value);
    return self();
  }

  /** Sets {@link #engine()}. */
  public M setEngine(String value) {
    set(engine(), value);
    return self();
  }

  /** Sets {@link #handleInvalid()}. */
  public M setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return self();
  }

  /** Sets {@link #scoringBatchSize()}. */
  public M setScoringBatchSize(int value) {
    set(scoringBatchSize(), value);
    return self();
  }
}
