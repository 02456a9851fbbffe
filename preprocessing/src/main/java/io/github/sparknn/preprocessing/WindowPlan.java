package io.github.sparknn.preprocessing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** The windows of a SequenceWindower as Spark's window functions over its data. */
final class WindowPlan {
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;

  private final SequenceWindowerParams params;
  private final Dataset<?> data;
  private final StructType schema;
  private final int length;
  private final String previous;
  private final String series;
  private final String row;
  private final String rows;
  private final String steps;
  private final String labels;

  WindowPlan(SequenceWindowerParams params, Dataset<?> data) {
    this.params = params;
    this.data = data;
    this.schema = data.schema();
    this.length = params.getLength();
    this.previous = params.uid() + "_previous";
    this.series = params.uid() + "_series";
    this.row = params.uid() + "_row";
    this.rows = params.uid() + "_rows";
    this.steps = params.uid() + "_steps";
    this.labels = params.uid() + "_labels";
  }

  Dataset<Row> rows() {
    Dataset<Row> ordered = withSeries();
    List<Column> keys = keys(ordered);
    if (hasGaps()) {
      keys.add(Columns.of(ordered, series));
    }
    WindowSpec order = Window.partitionBy(keys.toArray(Column[]::new)).orderBy(time(ordered));
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    columns.add(functions.row_number().over(order).as(row));
    if (needsRows()) {
      columns.add(
          functions
              .count(functions.lit(1))
              .over(order.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing()))
              .as(rows));
    }
    columns.add(
        functions
            .collect_list(functions.struct(step(ordered).as("values")))
            .over(order.rowsBetween(1L - length, Window.currentRow()))
            .as(steps));
    boolean labelled = WindowSchema.isLabelled(params, schema);
    if (labelled) {
      columns.add(label(ordered, order).as(labels));
    }
    Dataset<Row> windows = ordered.select(columns.toArray(Column[]::new));
    Column wanted = isEnd(windows);
    if (labelled && params.getMissingLabels().equals(SequenceWindowerParams.DROP)) {
      wanted = wanted.and(Columns.of(windows, labels).isNotNull());
    }
    windows = windows.where(checked(windows, wanted));
    return windows.select(output(windows, labelled));
  }

  private boolean hasGaps() {
    return params.getMaxGap() > 0;
  }

  private boolean dropsShort() {
    return params.getShortWindows().equals(SequenceWindowerParams.DROP);
  }

  /** Whether the ends of windows depend on how many rows a series has. */
  private boolean needsRows() {
    return !dropsShort() && params.getStride() > 1;
  }

  private List<Column> keys(Dataset<?> of) {
    List<Column> keys = new ArrayList<>();
    for (String name : params.getKeyCols()) {
      keys.add(Columns.of(of, name));
    }
    return keys;
  }

  private Column time(Dataset<?> of) {
    return Columns.of(of, params.getTimeCol());
  }

  /**
   * The data with the time of the row before and, where gaps matter, the number of those before.
   */
  private Dataset<Row> withSeries() {
    WindowSpec order = Window.partitionBy(keys(data).toArray(Column[]::new)).orderBy(time(data));
    Dataset<Row> ordered =
        data.select(functions.col("*"), functions.lag(time(data), 1).over(order).as(previous));
    if (!hasGaps()) {
      return ordered;
    }
    WindowSpec upToHere =
        Window.partitionBy(keys(ordered).toArray(Column[]::new))
            .orderBy(time(ordered))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column gaps = functions.sum(functions.when(isGap(ordered), 1).otherwise(0)).over(upToHere);
    return ordered.select(functions.col("*"), gaps.as(series));
  }

  private Column isGap(Dataset<Row> ordered) {
    StructField field = schema.apply(params.getTimeCol());
    Column time = time(ordered);
    Column before = Columns.of(ordered, previous);
    if (WindowSchema.isDate(field)) {
      return functions.datediff(time, before).gt(params.getMaxGap());
    } else if (field.dataType() instanceof TimestampType) {
      // Not their difference, which Spark takes between the session's local times.
      return micros(time).minus(micros(before)).gt(Math.round(params.getMaxGap() * MICROS));
    } else if (WindowSchema.isTimestamp(field)) {
      long nanos = Math.round(params.getMaxGap() * NANOS);
      return time.minus(before).gt(functions.lit(Duration.ofNanos(nanos)));
    }
    return time.minus(before).gt(params.getMaxGap());
  }

  /** Since 1970; functions.unix_micros came with Spark 3.5. */
  private static Column micros(Column timestamp) {
    return functions.call_udf("unix_micros", timestamp);
  }

  /** The values of a row's columns as one array of float; null where one of its arrays is. */
  private Column step(Dataset<Row> of) {
    List<Column> parts = new ArrayList<>();
    List<Column> numbers = new ArrayList<>();
    for (String name : params.getInputCols()) {
      StructField field = schema.apply(name);
      if (WindowSchema.isScalar(field)) {
        numbers.add(Columns.of(of, name).cast(DataTypes.FloatType));
      } else {
        flush(numbers, parts);
        parts.add(floats(Columns.of(of, name), field));
      }
    }
    flush(numbers, parts);
    return parts.size() == 1 ? parts.get(0) : functions.concat(parts.toArray(Column[]::new));
  }

  private static void flush(List<Column> numbers, List<Column> parts) {
    if (!numbers.isEmpty()) {
      parts.add(functions.array(numbers.toArray(Column[]::new)));
      numbers.clear();
    }
  }

  private static Column floats(Column column, StructField field) {
    if (field.dataType() instanceof ArrayType array) {
      return column.cast(DataTypes.createArrayType(DataTypes.FloatType, array.containsNull()));
    }
    Column values = org.apache.spark.ml.functions.vector_to_array(column, "float32");
    return field.nullable() ? functions.when(column.isNotNull(), values) : values;
  }

  private Column label(Dataset<Row> of, WindowSpec order) {
    List<Column> later = new ArrayList<>();
    for (String name : params.getLabelCols()) {
      later.add(functions.lead(Columns.of(of, name), params.getHorizon()).over(order));
    }
    if (later.size() == 1) {
      return later.get(0);
    }
    Column known = later.stream().map(Column::isNotNull).reduce(Column::and).orElseThrow();
    return functions.when(
        known,
        functions.array(
            later.stream().map(c -> c.cast(DataTypes.DoubleType)).toArray(Column[]::new)));
  }

  private Column isEnd(Dataset<Row> windows) {
    Column number = Columns.of(windows, row);
    Column inStride =
        functions.pmod(number.minus(length), functions.lit(params.getStride())).equalTo(0);
    if (dropsShort()) {
      return number.geq(length).and(inStride);
    } else if (!needsRows()) {
      return inStride;
    }
    Column all = Columns.of(windows, rows);
    return inStride.or(all.lt(length).and(number.equalTo(all)));
  }

  /** The condition, for all rows, whether they are wanted or not, whose times fit. */
  private Column checked(Dataset<Row> windows, Column condition) {
    Column time = time(windows);
    String name = params.getTimeCol();
    return functions
        .when(time.isNull(), error(windows, functions.lit("a null in column '%s'".formatted(name))))
        .when(
            time.equalTo(Columns.of(windows, previous)),
            error(
                windows,
                functions.concat(
                    functions.lit("two rows at time "),
                    time.cast(DataTypes.StringType),
                    functions.lit(" of column '%s'".formatted(name)))))
        .otherwise(condition);
  }

  private Column error(Dataset<Row> windows, Column what) {
    List<Column> message = new ArrayList<>();
    message.add(functions.lit("Cannot window rows: "));
    if (params.getKeyCols().length == 0) {
      message.add(functions.lit("the table has "));
    } else {
      message.add(functions.lit("the series of "));
      String separator = "";
      for (String name : params.getKeyCols()) {
        message.add(functions.lit(separator + name + " = "));
        message.add(
            functions.coalesce(
                Columns.of(windows, name).cast(DataTypes.StringType), functions.lit("null")));
        separator = ", ";
      }
      message.add(functions.lit(" has "));
    }
    message.add(what);
    return functions
        .raise_error(functions.concat(message.toArray(Column[]::new)))
        .cast(DataTypes.BooleanType);
  }

  private Column[] output(Dataset<Row> windows, boolean labelled) {
    List<Column> columns = new ArrayList<>();
    Arrays.stream(schema.fieldNames()).forEach(name -> columns.add(Columns.of(windows, name)));
    StructField field = WindowSchema.outputField(params, schema);
    Column values = Columns.of(windows, steps).getField("values");
    if (params.getShortWindows().equals(SequenceWindowerParams.PAD)) {
      Column zeros =
          functions.array_repeat(functions.lit(0f), WindowSchema.features(params, schema));
      Column missing = functions.lit(length).minus(functions.size(values));
      values = functions.concat(functions.array_repeat(zeros, missing), values);
    }
    columns.add(values.as(field.name(), field.metadata()));
    if (labelled) {
      StructField label = WindowSchema.labelField(params, schema);
      columns.add(Columns.of(windows, labels).as(label.name(), label.metadata()));
    }
    return columns.toArray(Column[]::new);
  }
}
