package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.datasets.Vocabulary;
import io.github.sparknn.estimators.scoring.BatchScoring;
import io.github.sparknn.training.engine.dl4j.InputGradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Tells of each row how much each of its input values contributed to what a model gives for it.
 * With F the probability of a class, or the prediction of a regression, the attributions of a row x
 * against a baseline b are
 *
 * <p>aᵢ = (xᵢ - bᵢ) · 1/m Σₖ ∂F/∂xᵢ at b + (k - ½)/m (x - b), k = 1..m
 *
 * <p>so that they add up to F(x) - F(b), the closer the more steps m; of a linear model aᵢ is wᵢ
 * (xᵢ - bᵢ). Gradients come from DL4J, whichever engine scores, of all networks of dense,
 * convolutional and recurrent layers and graphs of them, with one output row for a row and numbers
 * or ids of categories as inputs; layers that embed ids of texts are refused. It takes m forward
 * and backward passes; rows are taken in batches inside the query plan, as in scoring, where the
 * column is read.
 *
 * <p>Source: Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017,
 * equations 1 and 3, with the midpoints of the steps, whose error is of order 1/m² of smooth
 * activations, 1/m of those with a kink such as ReLU.
 */
public final class IntegratedGradients {
  private static final StructType IMPORTANCES =
      new StructType()
          .add("feature", DataTypes.StringType, false)
          .add("importance", DataTypes.DoubleType, false);

  private final NetworkModel<?> unbound;
  private final List<String> outputs;
  private String attributionsCol = "attributions";
  private int steps = 50;
  private double[] baseline;
  private int target;

  /**
   * For a model as it is now.
   *
   * @param model without output columns, with {@code handleInvalid} as rows are to be treated
   * @param outputs names of the values that the network gives for a row
   * @param predicts whether one of them is the one that the model predicts
   */
  IntegratedGradients(NetworkModel<?> model, List<String> outputs, boolean predicts) {
    InputGradients.requireSupported(model.networkSpec());
    this.unbound = model;
    this.outputs = outputs;
    target = predicts ? Attributions.PREDICTED : Attributions.NONE;
  }

  /** The column of the attributions (default {@code attributions}). */
  public IntegratedGradients setAttributionsCol(String value) {
    attributionsCol = value;
    return this;
  }

  /**
   * Gradients that are taken for a row (default 50).
   *
   * @throws IllegalArgumentException if less than 1
   */
  public IntegratedGradients setSteps(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("Invalid steps: %d (must be >= 1)".formatted(value));
    }
    steps = value;
    return this;
  }

  /**
   * What rows are compared with (default: zeros, and of ids no category at all).
   *
   * @param value the values of a row in the order in which the model reads them, ids included; of
   *     sequences those of one step, the same for all
   */
  public IntegratedGradients setBaseline(double[] value) {
    baseline = value.clone();
    return this;
  }

  /**
   * Attributes one of the values that the model gives for a row, whatever it predicts (default: the
   * predicted class): its place in the vector of probabilities, or in the array of predictions.
   *
   * @throws IllegalArgumentException if there is no such place
   */
  public IntegratedGradients setTarget(int value) {
    if (value < 0 || value >= outputs.size()) {
      throw new IllegalArgumentException(
          "Invalid target: %d (must be from 0 to %d)".formatted(value, outputs.size() - 1));
    }
    target = value;
    return this;
  }

  /**
   * Attributes the probability of one class, whatever is predicted.
   *
   * @param label one of {@link NeuralNetworkClassificationModel#labels()}
   * @throws IllegalArgumentException if there is no such class
   */
  public IntegratedGradients setTargetClass(String label) {
    if (!outputs.contains(label)) {
      throw new IllegalArgumentException(
          "Invalid targetClass: %s (must be one of %s)".formatted(label, outputs));
    }
    return setTarget(outputs.indexOf(label));
  }

  /**
   * Adds the attributions, lazily: {@code array<float>}, one for each value of a row in the order
   * in which the model reads them, named in the metadata where the columns' metadata name them. An
   * id of a category has one, that of its one-hot block; a sequence has steps times features. A row
   * with null or NaN is an error, is dropped or gets null, as the model's {@code handleInvalid}
   * says.
   *
   * @throws IllegalArgumentException before any job as the model's transform; if the target is not
   *     clear, or the baseline does not fit
   */
  public Dataset<Row> transform(Dataset<?> data) {
    NetworkModel<?> model = model(data);
    Attributions attributions =
        attributions(model, data, attributionsField(data.schema(), model.inputs()), null);
    Columns.append(data.schema(), attributions.outputSchema());
    return scored(data, attributions);
  }

  /**
   * How much each feature contributed on average: the mean, over the rows, of the absolute value of
   * its attribution, the largest first. Positions that TablePreprocessor made of one column are one
   * feature; their attributions are added.
   *
   * @return {@code feature} (string), {@code importance} (double, in the unit of what is
   *     attributed)
   * @throws IllegalArgumentException as {@link #transform}; if the inputs are sequences, or no row
   *     is valid
   */
  public Dataset<Row> importance(Dataset<?> data) {
    NetworkModel<?> model = model(data);
    if (model.inputs().isSequence()) {
      throw new IllegalArgumentException(
          "Cannot tell importance of columns %s: they are sequences (must be numbers, vectors or"
                  .formatted(model.inputColumns())
              + " arrays of one length)");
    }
    List<FeatureGroup> features = FeatureGroup.of(data.schema(), model.inputs());
    String column = unbound.uid() + "_attributions";
    int[][] groups = features.stream().map(FeatureGroup::positions).toArray(int[][]::new);
    Attributions attributions = attributions(model, data, field(column, Metadata.empty()), groups);
    Row sums =
        scored(data, attributions)
            .filter(Columns.of(column).isNotNull())
            .select(
                Summarizer.metrics("normL1", "count")
                    .summary(functions.array_to_vector(Columns.of(column))))
            .head()
            .getStruct(0);
    long count = sums.getLong(1);
    if (count == 0) {
      throw new IllegalArgumentException("Cannot tell importance: no row has valid features");
    }
    double[] totals = sums.<Vector>getAs(0).toArray();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < totals.length; i++) {
      rows.add(RowFactory.create(features.get(i).name(), totals[i] / count));
    }
    rows.sort(Comparator.comparingDouble((Row row) -> row.getDouble(1)).reversed());
    return data.sparkSession().createDataFrame(rows, IMPORTANCES);
  }

  private NetworkModel<?> model(Dataset<?> data) {
    unbound.check(data.schema());
    if (target == Attributions.NONE) {
      throw new IllegalArgumentException(
          "Cannot attribute predictions: the model gives %d values for a row (target must be set,"
                  .formatted(outputs.size())
              + " from 0 to %d)".formatted(outputs.size() - 1));
    }
    return unbound.forSchema(data.schema());
  }

  private Attributions attributions(
      NetworkModel<?> model, Dataset<?> data, StructField field, int[][] groups) {
    return new Attributions(
        model.scoring(data.sparkSession().sparkContext()),
        outputs.size(),
        target,
        steps,
        baseline(model.inputs()),
        groups,
        field);
  }

  private Dataset<Row> scored(Dataset<?> data, Attributions attributions) {
    Dataset<Row> scored =
        BatchScoring.score(data, unbound.inputColumns().toArray(new String[0]), attributions);
    return unbound.getHandleInvalid().equals("skip")
        ? scored.filter(Columns.of(attributions.field().name()).isNotNull())
        : scored;
  }

  /** The baseline as the network takes a row, of sequences a step. */
  private float[] baseline(TensorSpec inputs) {
    int size = inputs.isSequence() ? inputs.shape()[1] : inputs.size();
    Vocabulary ids = inputs.vocabulary();
    int networkSize = ids.isEmpty() ? size : ids.expandedSize();
    if (baseline == null) {
      return new float[networkSize];
    }
    boolean finite = Arrays.stream(baseline).allMatch(Double::isFinite);
    if (baseline.length != size || !finite) {
      throw new IllegalArgumentException(
          "Invalid baseline: it has %d values%s (must be %d numbers, one for each value of a %s)"
              .formatted(
                  baseline.length,
                  finite ? "" : ", not all finite",
                  size,
                  inputs.isSequence() ? "step" : "row"));
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) baseline[i];
      requireId(ids, i);
    }
    if (ids.isEmpty()) {
      return values;
    }
    float[] expanded = new float[networkSize];
    ids.expand(values, 1, expanded);
    return expanded;
  }

  private void requireId(Vocabulary ids, int position) {
    int count = ids.isEmpty() ? 0 : ids.ids()[position];
    double value = baseline[position];
    if (count > 0 && (value != Math.rint(value) || value < 0 || value >= count)) {
      throw new IllegalArgumentException(
          "Invalid baseline: %s at position %d (must be an id from 0 to %d)"
              .formatted(value, position, count - 1));
    }
  }

  private StructField attributionsField(StructType schema, TensorSpec inputs) {
    MetadataBuilder metadata = new MetadataBuilder();
    if (inputs.isSequence()) {
      return field(attributionsCol, Metadata.empty());
    }
    if (inputs.shape().length > 1) {
      long[] shape = Arrays.stream(inputs.shape()).asLongStream().toArray();
      metadata.putLongArray(TensorSpec.SHAPE_METADATA, shape);
    }
    List<String> names = FeatureGroup.names(schema, inputs);
    boolean plain =
        inputs.columns().size() == 1
            && IntStream.range(0, names.size())
                .allMatch(i -> names.get(i).equals(inputs.columns().get(0) + "[" + i + "]"));
    if (!plain) {
      Attribute[] attributes =
          names.stream()
              .map(name -> NumericAttribute.defaultAttr().withName(name))
              .toArray(Attribute[]::new);
      metadata.withMetadata(new AttributeGroup(attributionsCol, attributes).toMetadata());
    }
    return field(attributionsCol, metadata.build());
  }

  private static StructField field(String name, Metadata metadata) {
    return new StructField(
        name, DataTypes.createArrayType(DataTypes.FloatType, false), true, metadata);
  }
}
