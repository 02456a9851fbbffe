package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.ImputedColumn.Substitute;
import io.github.sparknn.preprocessing.internal.NativeColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link MissingValueImputer}: column expressions, within whole-stage code generation.
 * What stands for missing values was decided at fit; other values of {@code fillValue} and {@code
 * categoricalFillValue} change nothing.
 */
public final class MissingValueImputerModel extends InOutModel<MissingValueImputerModel>
    implements MissingValueImputerParams {
  private static final long serialVersionUID = 1L;

  private final MissingValueParams params;

  /** Of each input column. */
  @SuppressWarnings("serial") // immutable lists are
  private final List<Substitute> substitutes;

  MissingValueImputerModel(String uid, List<Substitute> substitutes) {
    super(uid);
    this.substitutes = List.copyOf(substitutes);
    params = new MissingValueParams(this);
    params.setDefaults(this);
  }

  @Override
  public MissingValueParams missingValueParams() {
    return params;
  }

  /** Sets the names of the indicator columns, one for each input column. */
  public MissingValueImputerModel setIndicatorCols(String[] value) {
    set(indicatorCols(), value);
    return this;
  }

  @Override
  MissingValueImputerModel self() {
    return this;
  }

  /** What stands for missing values of each input column: Double for numbers, else String. */
  public Map<String, Object> substitutes() {
    requireFitted(substitutes.size());
    Map<String, Object> result = new LinkedHashMap<>();
    String[] inputs = InOutColumns.inputs(this);
    for (int i = 0; i < inputs.length; i++) {
      Substitute substitute = substitutes.get(i);
      result.put(inputs[i], substitute.number() == null ? substitute.text() : substitute.number());
    }
    return Collections.unmodifiableMap(result);
  }

  /**
   * Adds the columns without missing values, then the indicators.
   *
   * @throws IllegalArgumentException before any job: a column missing or of a type that its
   *     substitute does not fit; a new column exists
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    List<ImputedColumn> imputed = ImputedColumn.of(this, data.schema());
    requireFitted(substitutes.size());
    StructField[] fields = outputFields(this, imputed);
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    for (int i = 0; i < fields.length; i++) {
      ImputedColumn column = imputed.get(i % imputed.size());
      Column input = Columns.of(data, column.field().name());
      Column output =
          i < imputed.size() ? filled(input, column, substitutes.get(i)) : missing(input, column);
      columns.add(output.as(fields[i].name(), fields[i].metadata()));
    }
    return data.select(columns.toArray(Column[]::new));
  }

  private static Column filled(Column input, ImputedColumn column, Substitute substitute) {
    Column present =
        column.hasNaN() ? functions.when(functions.not(functions.isnan(input)), input) : input;
    return functions.coalesce(
        present.cast(column.outputType()),
        NativeColumns.literal(column.value(substitute), column.outputType()));
  }

  private static Column missing(Column input, ImputedColumn column) {
    Column missing = input.isNull();
    return (column.hasNaN() ? missing.or(functions.isnan(input)) : missing)
        .cast(DataTypes.DoubleType);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    requireFitted(substitutes.size());
    List<ImputedColumn> imputed = ImputedColumn.of(this, schema);
    for (int i = 0; i < imputed.size(); i++) {
      imputed.get(i).value(substitutes.get(i)); // throws when the type has no such value
    }
    return outputSchema(this, schema);
  }

  static StructType outputSchema(MissingValueImputerParams params, StructType schema) {
    StructType result = schema;
    for (StructField field : outputFields(params, ImputedColumn.of(params, schema))) {
      result = result.add(field);
    }
    return result;
  }

  /** The output columns, then the indicators. */
  private static StructField[] outputFields(
      MissingValueImputerParams params, List<ImputedColumn> columns) {
    List<StructField> fields = new ArrayList<>();
    String[] outputs = InOutColumns.outputs(params);
    for (int i = 0; i < outputs.length; i++) {
      Metadata metadata = columns.get(i).field().metadata();
      fields.add(new StructField(outputs[i], columns.get(i).outputType(), false, metadata));
    }
    for (String name : params.getIndicatorCols()) {
      Metadata metadata = BinaryAttribute.defaultAttr().withName(name).toMetadata();
      fields.add(new StructField(name, DataTypes.DoubleType, false, metadata));
    }
    return fields.toArray(StructField[]::new);
  }

  @Override
  public MissingValueImputerModel copy(ParamMap extra) {
    return copyValues(new MissingValueImputerModel(uid(), substitutes), extra).setParent(parent());
  }

  /** In a saved model. */
  private record Saved(List<Substitute> substitutes) {}

  @Override
  public MLWriter write() {
    return FittedState.writer(this, new Saved(substitutes));
  }

  /** A reader of saved models. */
  public static MLReader<MissingValueImputerModel> read() {
    return FittedState.reader(
        MissingValueImputerModel.class,
        Saved.class,
        (uid, saved) -> new MissingValueImputerModel(uid, saved.substitutes()));
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     damaged or incomplete files
   */
  public static MissingValueImputerModel load(String path) {
    return read().load(path);
  }
}
