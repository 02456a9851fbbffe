package io.github.sparknn.datasets;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How columns of a DataFrame, in order, become a float tensor per row: {@code float[batch,
 * shape...]}. A column is a number or boolean (size 1), a Spark ML vector, an array of numbers,
 * nested arrays of numbers, packed floats, or Spark's image struct; the values of several columns
 * follow one another. Immutable.
 *
 * <p>Nested arrays are rectangular and read innermost first, {@code [[1, 2], [3, 4]]} as 1, 2, 3,
 * 4. An image ({@link org.apache.spark.ml.image.ImageSchema}, 8 bits a channel) has the shape
 * channels, height, width: floats of 0 to 255, the red plane row by row, then green, blue and
 * alpha; one plane when grey. Packed floats are binary, four bytes a value (IEEE 754), the least
 * significant first.
 *
 * <p>The size of a column comes from its metadata ({@value #SHAPE_METADATA}, a long array), the ML
 * attribute group, the input shape, or, but for packed floats, the first row, in that order. The
 * shape is the input shape where one is given, else a single column's own, else flat.
 *
 * <p>Positions of flat rows may hold category ids, where the columns' metadata say so ({@link
 * Vocabulary}).
 *
 * <p>Sequences ({@link #sequences}) have the shape time, features, and a length of their own in
 * each row; what a row lacks of the longest is zero.
 */
public final class TensorSpec implements Serializable {
  /** Key in a column's metadata of the tensor's shape without the batch, a long array. */
  public static final String SHAPE_METADATA = "tensor.shape";

  private static final long serialVersionUID = 1L;

  private final List<String> columns;
  private final int[][] columnShapes;
  private final int[] shape;
  private final boolean sequence;
  private final Vocabulary vocabulary;

  private TensorSpec(List<String> columns, int[][] columnShapes, int[] shape) {
    this(columns, columnShapes, shape, false, Vocabulary.NONE);
  }

  private TensorSpec(
      List<String> columns,
      int[][] columnShapes,
      int[] shape,
      boolean sequence,
      Vocabulary vocabulary) {
    this.columns = columns;
    this.columnShapes = columnShapes;
    this.shape = shape;
    this.sequence = sequence;
    this.vocabulary = vocabulary;
  }

  /**
   * Resolves the columns by the schema alone; the result may be unresolved.
   *
   * @param columns names as in the schema, at least one
   * @param inputShape shape of one row's tensor; null or empty when not given
   * @throws IllegalArgumentException if a column is missing or not of a type that can be read, or
   *     if the input shape does not hold as many values as the columns
   */
  public static TensorSpec of(StructType schema, List<String> columns, int[] inputShape) {
    int[] given = checkArguments(columns, inputShape);
    int[][] shapes =
        columns.stream().map(c -> ColumnShapes.ofField(field(schema, c))).toArray(int[][]::new);
    inferLast(schema, columns, shapes, given);
    return resolve(schema, List.copyOf(columns), shapes, given);
  }

  /**
   * Resolves the columns by the schema, and by the first row with values in them where the schema
   * does not tell (a Spark job).
   *
   * @param columns names as in the schema, at least one
   * @param inputShape shape of one row's tensor; null or empty when not given
   * @throws IllegalArgumentException as {@link #of(StructType, List, int[])}, and if a row is
   *     needed and the DataFrame is empty or holds none without null there
   */
  public static TensorSpec of(Dataset<?> data, List<String> columns, int[] inputShape) {
    PackedColumns.requireShapes(data.schema(), columns, inputShape);
    TensorSpec spec = of(data.schema(), columns, inputShape);
    if (spec.isResolved()) {
      return spec;
    }
    int[] given = checkArguments(columns, inputShape);
    int[][] shapes = ColumnShapes.ofFirstRow(data, spec.columns, spec.columnShapes);
    return resolve(data.schema(), spec.columns, shapes, given);
  }

  /**
   * Flat columns whose sizes are known otherwise, such as from the data that a model was trained
   * on.
   *
   * @param sizes floats per row of each column, in order
   * @param shape shape of one row's tensor, without the batch
   * @throws IllegalArgumentException as {@link #ofShapes}
   */
  public static TensorSpec ofSizes(List<String> columns, int[] sizes, int[] shape) {
    int[][] shapes = Arrays.stream(sizes).mapToObj(n -> new int[] {n}).toArray(int[][]::new);
    return ofShapes(columns, shapes, shape);
  }

  /**
   * Columns whose shapes are known otherwise, such as from the data that a model was trained on.
   *
   * @param columnShapes shape of a row's value in each column, as {@link #columnShapes} has it
   * @param shape shape of one row's tensor, without the batch
   * @throws IllegalArgumentException if there is not one shape per column, or the shape does not
   *     hold as many values as the columns
   */
  public static TensorSpec ofShapes(List<String> columns, int[][] columnShapes, int[] shape) {
    TensorShapes.check("shape", shape);
    if (columnShapes.length != columns.size()
        || TensorShapes.sum(columnShapes) != TensorShapes.product(shape)) {
      throw new IllegalArgumentException(
          "Cannot read columns %s as a tensor of shape %s: theirs are %s"
              .formatted(columns, Arrays.toString(shape), Arrays.deepToString(columnShapes)));
    }
    return new TensorSpec(List.copyOf(columns), TensorShapes.copy(columnShapes), shape.clone());
  }

  /**
   * Resolves the columns, as far as the schema tells, for a network that takes sequences. One
   * column of arrays, {@code array<array<number>>} as time, features or {@code array<number>} as
   * time, holds sequences of varying length; anything else is read as {@link #of(StructType, List,
   * int[])} does, all rows being of one length: several columns, a column whose metadata tell its
   * shape, and one of {@code array<number>} which the input shape cuts into steps.
   *
   * @param inputShape steps of the longest row, features; null or empty when not given
   * @throws IllegalArgumentException as {@link #of(StructType, List, int[])}
   */
  public static TensorSpec sequences(StructType schema, List<String> columns, int[] inputShape) {
    int[] given = checkArguments(columns, inputShape);
    if (!SequenceSpecs.varies(schema, columns, given)) {
      return of(schema, columns, inputShape);
    }
    return given.length > 0
        ? ofSequences(columns.get(0), given[0], given[1])
        : new TensorSpec(List.copyOf(columns), new int[1][], null, true, Vocabulary.NONE);
  }

  /**
   * As {@link #sequences(StructType, List, int[])}, and by the rows where the schema does not tell
   * (a Spark job): the longest sequence gives the time, the longest first step the features.
   *
   * @throws IllegalArgumentException as {@link #of(Dataset, List, int[])}, and if a row is needed
   *     and there is no sequence with values
   */
  public static TensorSpec sequences(Dataset<?> data, List<String> columns, int[] inputShape) {
    TensorSpec spec = sequences(data.schema(), columns, inputShape);
    if (spec.isResolved()) {
      return spec;
    } else if (!spec.sequence) {
      return of(data, columns, inputShape);
    }
    int[] longest = SequenceSpecs.longest(data, columns.get(0));
    return ofSequences(columns.get(0), longest[0], longest[1]);
  }

  /**
   * A column of sequences whose greatest length is known otherwise.
   *
   * @param steps of the longest row
   * @param features of each step
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static TensorSpec ofSequences(String column, int steps, int features) {
    int[] shape = {steps, features};
    TensorShapes.check("shape", shape);
    return new TensorSpec(List.of(column), new int[][] {shape}, shape, true, Vocabulary.NONE);
  }

  private static int[] checkArguments(List<String> columns, int[] inputShape) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Invalid columns: [] (must name at least one)");
    }
    int[] given = inputShape == null ? new int[0] : inputShape.clone();
    if (given.length > 0) {
      TensorShapes.check("inputShape", given);
    }
    return given;
  }

  /** The column, checked to be there and of a type that can be read. */
  static StructField field(StructType schema, String column) {
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': there is no such column (columns: %s)"
              .formatted(column, String.join(", ", schema.fieldNames())));
    }
    StructField field = schema.apply(column);
    if (!ColumnReader.supports(field.dataType())) {
      throw ColumnReader.unsupported(column, field.dataType());
    }
    return field;
  }

  /** The only column of unknown shape takes what the others leave of the input shape. */
  private static void inferLast(
      StructType schema, List<String> columns, int[][] shapes, int[] inputShape) {
    int[] unknown = IntStream.range(0, shapes.length).filter(i -> shapes[i] == null).toArray();
    if (inputShape.length == 0 || unknown.length != 1) {
      return;
    }
    String column = columns.get(unknown[0]);
    int known = Math.toIntExact(TensorShapes.sum(shapes));
    int left = TensorShapes.product(inputShape) - known;
    if (left < 1) {
      throw new IllegalArgumentException(
          "Invalid inputShape: %s (must leave room for column '%s' beside %d values)"
              .formatted(Arrays.toString(inputShape), column, known));
    }
    int rank = ColumnShapes.rank(schema.apply(column).dataType());
    shapes[unknown[0]] =
        ColumnShapes.ofRank(rank, shapes.length == 1 ? inputShape : new int[] {left});
  }

  private static TensorSpec resolve(
      StructType schema, List<String> columns, int[][] shapes, int[] inputShape) {
    if (Arrays.stream(shapes).anyMatch(Objects::isNull)) {
      return new TensorSpec(columns, shapes, null);
    }
    long size = TensorShapes.sum(shapes);
    if (inputShape.length > 0) {
      if (TensorShapes.product(inputShape) != size) {
        throw new IllegalArgumentException(
            "Invalid inputShape: %s (must hold the %d values of the columns %s)"
                .formatted(Arrays.toString(inputShape), size, String.join(", ", columns)));
      }
    }
    int[] shape = inputShape.length > 0 ? inputShape : ownShape(schema, columns, shapes, size);
    TensorSpec spec = new TensorSpec(columns, shapes, shape);
    return shape.length == 1
        ? spec.withVocabulary(Vocabulary.of(schema, columns, spec.columnSizes()))
        : spec;
  }

  /** The shape of the tensor where none was asked for. */
  private static int[] ownShape(
      StructType schema, List<String> columns, int[][] shapes, long size) {
    if (shapes.length == 1) {
      int[] metadata = ColumnShapes.shapeMetadata(schema.apply(columns.get(0)));
      if (metadata != null && TensorShapes.product(metadata) != size) {
        throw new IllegalArgumentException(
            "Invalid metadata %s of column '%s': %s (must hold the %d values of its first row)"
                .formatted(SHAPE_METADATA, columns.get(0), Arrays.toString(metadata), size));
      } else if (metadata != null) {
        return metadata;
      } else if (shapes[0].length > 0) {
        return shapes[0];
      }
    }
    return new int[] {Math.toIntExact(size)};
  }

  /** Names of the columns, in order. */
  public List<String> columns() {
    return columns;
  }

  /** Whether the size of every column is known. */
  public boolean isResolved() {
    return shape != null;
  }

  /**
   * Shape of one row's tensor, without the batch: {@code {1, 28, 28}}, or {@code {n}} when flat.
   *
   * @throws IllegalStateException if unresolved
   */
  public int[] shape() {
    checkResolved();
    return shape.clone();
  }

  /**
   * Floats per row.
   *
   * @throws IllegalStateException if unresolved
   */
  public int size() {
    checkResolved();
    return TensorShapes.product(shape);
  }

  /** Which positions hold ids. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * The same columns with ids at some positions.
   *
   * @throws IllegalArgumentException if the vocabulary is not of as many positions as rows have
   */
  public TensorSpec withVocabulary(Vocabulary value) {
    value.requirePositions(columns, size());
    return new TensorSpec(columns, columnShapes, shape, sequence, value);
  }

  /** Values per row that a network gets: {@link #size}, or more where ids are one-hot to it. */
  public int networkSize() {
    return vocabulary.isEmpty() ? size() : vocabulary.expandedSize();
  }

  /** Whether rows hold sequences of varying length. */
  public boolean isSequence() {
    return sequence;
  }

  /**
   * Floats that {@link TensorReader#read} writes for a row: {@link #size}, and for sequences one
   * more, which is the number of steps.
   *
   * @throws IllegalStateException if unresolved
   */
  public int rowFloats() {
    return sequence ? size() + 1 : size();
  }

  /**
   * Floats per row of each column, in order.
   *
   * @throws IllegalStateException if unresolved
   */
  public int[] columnSizes() {
    checkResolved();
    return Arrays.stream(columnShapes).mapToInt(TensorShapes::product).toArray();
  }

  /**
   * Shape of a row's value in each column, in order: empty for a number, {@code {n}} for a vector,
   * packed floats or array, {@code {n, m...}} for nested arrays, {@code {channels, height, width}}
   * for an image.
   *
   * @throws IllegalStateException if unresolved
   */
  public int[][] columnShapes() {
    checkResolved();
    return TensorShapes.copy(columnShapes);
  }

  /**
   * A reader of rows of the given schema, columns found by name.
   *
   * @throws IllegalArgumentException if a column is missing or of an unsupported type
   * @throws IllegalStateException if unresolved
   */
  public TensorReader reader(StructType rowSchema) {
    int[] ordinals = new int[columns.size()];
    DataType[] types = new DataType[columns.size()];
    for (int i = 0; i < ordinals.length; i++) {
      types[i] = field(rowSchema, columns.get(i)).dataType();
      ordinals[i] = rowSchema.fieldIndex(columns.get(i));
    }
    return reader(ordinals, types);
  }

  /**
   * A reader of rows that hold the columns, in this spec's order, at the given ordinals.
   *
   * @throws IllegalArgumentException if a type is unsupported
   * @throws IllegalStateException if unresolved
   */
  public TensorReader reader(int[] ordinals, DataType[] types) {
    checkResolved();
    ColumnReader[] readers = new ColumnReader[columns.size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] =
          sequence
              ? ColumnReader.ofSequence(columns.get(i), ordinals[i], types[i], columnShapes[i])
              : ColumnReader.of(columns.get(i), ordinals[i], types[i], columnShapes[i]);
    }
    return new TensorReader(readers, vocabulary.ids());
  }

  private void checkResolved() {
    if (shape == null) {
      throw new IllegalStateException(
          "Cannot tell the size of the columns %s: give an input shape or read a row"
              .formatted(String.join(", ", columns)));
    }
  }

  @Override
  public String toString() {
    return "TensorSpec(%s: float%s)"
        .formatted(String.join(", ", columns), shape == null ? "[?]" : Arrays.toString(shape));
  }
}
