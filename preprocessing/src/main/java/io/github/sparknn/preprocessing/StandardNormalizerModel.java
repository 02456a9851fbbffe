package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.NativeColumns;
import io.github.sparknn.preprocessing.internal.TensorNormalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link StandardNormalizer}: scalars by column arithmetic, arrays and vectors by a native
 * expression, all within whole-stage code generation. A row of another size than at fit fails,
 * naming the column and both sizes.
 */
public final class StandardNormalizerModel extends Model<StandardNormalizerModel>
    implements StandardNormalizerParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<StandardNormalizerModel> PARAMS =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final NormalizerParams params;

  /** Null only while a saved model is loaded. */
  private final NormalizerStatistics statistics;

  /** A model without statistics, which cannot transform: for Spark's reader only. */
  public StandardNormalizerModel(String uid) {
    this(uid, null);
  }

  StandardNormalizerModel(String uid, NormalizerStatistics statistics) {
    this.uid = uid;
    this.statistics = statistics;
    this.params = new NormalizerParams(this);
    params.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public NormalizerParams normalizerParams() {
    return params;
  }

  /** Sets the name of the new column. */
  public StandardNormalizerModel setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /** Sets the names of the new columns, one for each of inputCols. */
  public StandardNormalizerModel setOutputCols(String[] value) {
    set(outputCols(), value);
    return this;
  }

  /**
   * Means of an input column by position; one value for a scalar column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] means(String inputColumn) {
    return statistics().means().get(indexOf(inputColumn)).clone();
  }

  /**
   * Sample standard deviations (n - 1) of an input column by position; one value for a scalar
   * column; 0 for a constant.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] stds(String inputColumn) {
    return statistics().deviations().get(indexOf(inputColumn)).clone();
  }

  private int indexOf(String inputColumn) {
    List<String> inputs = Arrays.asList(NormalizerSchema.inputs(this));
    if (!inputs.contains(inputColumn)) {
      throw new IllegalArgumentException(
          "Cannot find input column '" + inputColumn + "': the model was fitted on " + inputs);
    }
    return inputs.indexOf(inputColumn);
  }

  /**
   * Adds the normalized columns.
   *
   * @throws IllegalArgumentException before any job: a column missing, of a wrong type, or of
   *     another size by its metadata; an output column exists
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    StructType schema = data.schema();
    check(schema);
    String[] inputs = NormalizerSchema.inputs(this);
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    for (int i = 0; i < inputs.length; i++) {
      StructField output = outputField(schema, i);
      Column normalized = normalize(data, schema.apply(inputs[i]), i);
      columns.add(normalized.as(output.name(), output.metadata()));
    }
    return data.select(columns.toArray(Column[]::new));
  }

  private Column normalize(Dataset<?> data, StructField field, int i) {
    double[] shifts = new double[statistics().means().get(i).length];
    double[] scales = shifts.clone();
    Arrays.fill(scales, 1);
    if (getWithMean()) {
      shifts = statistics().means().get(i);
    }
    if (getWithStd()) {
      double[] deviations = statistics().deviations().get(i);
      Arrays.setAll(scales, k -> Scales.ofDeviation(deviations[k]));
    }
    Column input = NormalizerSchema.input(data, field);
    if (NormalizerSchema.isScalar(field)) {
      // The sum turns -0 into 0, as for tensors.
      return input.minus(shifts[0]).multiply(scales[0]).plus(0.0);
    }
    TensorNormalization normalization =
        new TensorNormalization(field.name(), NormalizerSchema.inputType(field), shifts, scales);
    return NativeColumns.normalize(normalization, input);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    check(schema);
    StructType result = schema;
    for (int i = 0; i < statistics().means().size(); i++) {
      result = result.add(outputField(schema, i));
    }
    return result;
  }

  private StructField outputField(StructType schema, int i) {
    return NormalizerSchema.outputField(
        schema.apply(NormalizerSchema.inputs(this)[i]),
        NormalizerSchema.outputs(this)[i],
        statistics().means().get(i).length);
  }

  private void check(StructType schema) {
    NormalizerSchema.check(this, schema);
    String[] inputs = NormalizerSchema.inputs(this);
    if (inputs.length != statistics().means().size()) {
      throw new IllegalArgumentException(
          "Invalid inputCols: %d columns (must be %d, as at fit)"
              .formatted(inputs.length, statistics().means().size()));
    }
    for (int i = 0; i < inputs.length; i++) {
      StructField field = schema.apply(inputs[i]);
      int fitted = statistics().means().get(i).length;
      long size = NormalizerSchema.isScalar(field) ? 1 : TensorFields.knownSize(field);
      if (size >= 0 && size != fitted) {
        throw new IllegalArgumentException(
            "Cannot normalize column '%s': its rows hold %d values, expected %d"
                .formatted(inputs[i], size, fitted));
      }
    }
  }

  private NormalizerStatistics statistics() {
    if (statistics == null) {
      throw new IllegalStateException("Cannot use " + uid + ": it was neither fitted nor loaded");
    }
    return statistics;
  }

  @Override
  public StandardNormalizerModel copy(ParamMap extra) {
    return copyValues(new StandardNormalizerModel(uid, statistics), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new FittedStateWriter(
        DefaultParamsWritable.super.write(),
        NormalizerStatistics.FORMAT_VERSION,
        NormalizerStatistics.SCHEMA,
        statistics().toRow());
  }

  /** A reader of saved models. */
  public static MLReader<StandardNormalizerModel> read() {
    return new FittedStateReader<>(
        StandardNormalizerModel.class,
        PARAMS.read(),
        NormalizerStatistics.FORMAT_VERSION,
        StandardNormalizerModel::withStatistics);
  }

  private static StandardNormalizerModel withStatistics(StandardNormalizerModel params, Row row) {
    StandardNormalizerModel model =
        new StandardNormalizerModel(params.uid, NormalizerStatistics.of(row));
    return params.copyValues(model, ParamMap.empty());
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     missing or corrupt data
   */
  public static StandardNormalizerModel load(String path) {
    return read().load(path);
  }
}
