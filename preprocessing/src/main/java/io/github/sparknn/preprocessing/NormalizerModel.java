package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.NativeColumns;
import io.github.sparknn.preprocessing.internal.TensorNormalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A fitted {@link Normalizer}: {@code (x - shift) / spread} for scalars by column arithmetic, for
 * arrays and vectors by a native expression, all within whole-stage code generation. A row of
 * another size than at fit fails, naming the column and both sizes.
 *
 * @param <M> the class itself
 */
public abstract class NormalizerModel<M extends NormalizerModel<M>> extends InOutModel<M> {
  private static final long serialVersionUID = 1L;

  /** Of each input column. */
  @SuppressWarnings("serial") // immutable lists are
  private final List<NumberStatistics> statistics;

  NormalizerModel(String uid, List<NumberStatistics> statistics) {
    super(uid);
    this.statistics = List.copyOf(statistics);
  }

  /** A model with this one's uid. */
  abstract M withStatistics(List<NumberStatistics> all);

  /** What becomes 0. */
  abstract double shift(NumberStatistics column, int position);

  /** The distance that becomes 1; 0 where all values were equal. */
  abstract double spread(NumberStatistics column, int position);

  final double[] statistic(String inputColumn, Statistic statistic) {
    return statistics.get(InOutColumns.indexOf(this, inputColumn)).get(statistic);
  }

  /**
   * Adds the normalized columns.
   *
   * @throws IllegalArgumentException before any job: a column missing, of a wrong type, or of
   *     another size by its metadata; an output column exists
   */
  @Override
  public final Dataset<Row> transform(Dataset<?> data) {
    check(data.schema());
    return add(data, this::normalize);
  }

  /**
   * Undoes the normalization: adds to the data, under the names in {@code outputColumns}, what the
   * values of {@code columns} were before. Where values were constant at fit, the result is that
   * constant. Columns may be of any type and name, such as a regression's prediction of a
   * normalized label; null gives null, NaN gives NaN.
   *
   * @param columns one for each input column of the model, in the same order
   * @throws IllegalArgumentException before any job: another number of columns, a column missing,
   *     of a wrong type, or of another size by its metadata; an output column exists
   */
  public final Dataset<Row> inverse(Dataset<?> data, String[] columns, String[] outputColumns) {
    NormalizerModel<M> renamed = renamed(columns, outputColumns);
    renamed.check(data.schema());
    return renamed.add(data, renamed::denormalize);
  }

  /** A value of each position of all input columns, one column after another, as float[1, n]. */
  final INDArray ofPositions(ToDoubleBiFunction<NumberStatistics, Integer> value) {
    float[] values = new float[statistics.stream().mapToInt(NumberStatistics::size).sum()];
    int next = 0;
    for (NumberStatistics column : statistics) {
      for (int position = 0; position < column.size(); position++) {
        values[next++] = (float) value.applyAsDouble(column, position);
      }
    }
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }

  private interface Expression {
    Column of(Column input, StructField field, NumberStatistics column);
  }

  private Dataset<Row> add(Dataset<?> data, Expression expression) {
    StructType schema = data.schema();
    String[] inputs = InOutColumns.inputs(this);
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    for (int i = 0; i < inputs.length; i++) {
      StructField field = schema.apply(inputs[i]);
      StructField output = outputField(schema, i);
      Column result = expression.of(TensorColumns.input(data, field), field, statistics.get(i));
      columns.add(result.as(output.name(), output.metadata()));
    }
    return data.select(columns.toArray(Column[]::new));
  }

  private Column normalize(Column input, StructField field, NumberStatistics column) {
    double[] shifts = new double[column.size()];
    double[] scales = new double[column.size()];
    Arrays.setAll(shifts, k -> shift(column, k));
    Arrays.setAll(scales, k -> Scaling.reciprocal(spread(column, k)));
    return affine(input, field, shifts, scales, new double[shifts.length]);
  }

  private Column denormalize(Column input, StructField field, NumberStatistics column) {
    double[] spreads = new double[column.size()];
    double[] origins = new double[column.size()];
    Arrays.setAll(spreads, k -> spread(column, k));
    Arrays.setAll(origins, k -> shift(column, k));
    return affine(input, field, new double[spreads.length], spreads, origins);
  }

  private static Column affine(
      Column input, StructField field, double[] shifts, double[] scales, double[] origins) {
    if (TensorColumns.isScalar(field)) {
      // The sum turns -0 into 0, as for tensors.
      return input.minus(shifts[0]).multiply(scales[0]).plus(origins[0]);
    }
    return NativeColumns.normalize(
        new TensorNormalization(
            field.name(), TensorColumns.inputType(field), shifts, scales, origins),
        input);
  }

  @Override
  public final StructType transformSchema(StructType schema) {
    check(schema);
    StructType result = schema;
    for (int i = 0; i < statistics.size(); i++) {
      result = result.add(outputField(schema, i));
    }
    return result;
  }

  private StructField outputField(StructType schema, int i) {
    return TensorColumns.outputField(
        schema.apply(InOutColumns.inputs(this)[i]),
        InOutColumns.outputs(this)[i],
        statistics.get(i).size());
  }

  private void check(StructType schema) {
    TensorColumns.check(this, schema);
    String[] inputs = InOutColumns.inputs(this);
    requireFitted(statistics.size());
    for (int i = 0; i < inputs.length; i++) {
      StructField field = schema.apply(inputs[i]);
      int fitted = statistics.get(i).size();
      long size = TensorColumns.isScalar(field) ? 1 : TensorFields.knownSize(field);
      if (size >= 0 && size != fitted) {
        throw new IllegalArgumentException(
            "Cannot normalize column '%s': its rows hold %d values, expected %d"
                .formatted(inputs[i], size, fitted));
      }
    }
  }

  @Override
  public final M copy(ParamMap extra) {
    return copyValues(withStatistics(statistics), extra).setParent(parent());
  }

  @Override
  public final MLWriter write() {
    return FittedState.writer(this, NormalizerStatistics.Saved.of(statistics));
  }

  /**
   * @param make makes a model of its uid and the statistics
   */
  static <M extends NormalizerModel<M>> MLReader<M> reader(
      Class<M> type, BiFunction<String, List<NumberStatistics>, M> make) {
    return FittedState.reader(
        type,
        NormalizerStatistics.Saved.class,
        (uid, saved) -> make.apply(uid, saved.statistics()));
  }
}
