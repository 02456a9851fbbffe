package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.image.ImageGeometry;
import io.github.sparknn.preprocessing.internal.image.ImageGeometry.Crop;
import io.github.sparknn.preprocessing.internal.image.ImageGeometry.Flip;
import io.github.sparknn.preprocessing.internal.image.ImageScaling;
import io.github.sparknn.preprocessing.internal.image.ImageSource;
import io.github.sparknn.preprocessing.internal.image.ImageSource.Kind;
import io.github.sparknn.preprocessing.internal.image.ImageTransform;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What an ImagePreprocessor needs of a schema and what it adds to it. */
final class ImageColumns {
  private static final int PLANES_DEPTH = 3;

  private ImageColumns() {}

  /** Throws IllegalArgumentException when the params or the columns they name do not fit. */
  static void check(ImagePreprocessorParams params, StructType schema) {
    for (var param : List.of(params.inputCol(), params.height(), params.width())) {
      if (!params.isSet(param)) {
        throw new IllegalArgumentException(
            "Cannot preprocess images: " + param.name() + " is not set");
      }
    }
    source(params, Columns.find(schema, "inputCol", params.getInputCol()));
    if (params.isSet(params.originCol()) && !params.getOriginCol().isEmpty()) {
      Columns.find(schema, "originCol", params.getOriginCol());
    }
    if (!params.getRowCol().isEmpty()) {
      Columns.find(schema, "rowCol", params.getRowCol());
    }
    Columns.requireNew(schema, "outputCol", params.getOutputCol());
    requireChannels("mean", params.getMean(), params.getChannels());
    requireChannels("std", params.getStd(), params.getChannels());
    if (params.getCrop().equals(ImagePreprocessorParams.NONE) && params.getResizeTo().length > 0) {
      throw new IllegalArgumentException(
          "Invalid resizeTo: %s (must be empty where crop is none, which resizes to height and"
                  .formatted(Arrays.toString(params.getResizeTo()))
              + " width)");
    }
    if (params.getCopies() > 1 && !geometry(params).isRandom()) {
      throw new IllegalArgumentException(
          "Invalid copies: %d (must be 1 where neither crop nor flips are random)"
              .formatted(params.getCopies()));
    }
  }

  private static void requireChannels(String param, double[] values, int channels) {
    if (values.length > 0 && values.length != channels) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (must be empty or one number for each of %d channels)"
              .formatted(param, Arrays.toString(values), channels));
    }
  }

  /** How the column holds images. */
  static ImageSource source(ImagePreprocessorParams params, StructField field) {
    DataType type = field.dataType();
    if (type instanceof BinaryType) {
      return new ImageSource(Kind.ENCODED, List.of());
    } else if (isImage(type)) {
      return new ImageSource(Kind.STRUCT, List.of());
    }
    return switch (depth(type)) {
      case 1 -> new ImageSource(Kind.FLAT, shape(params, field));
      case 2 -> new ImageSource(Kind.ROWS, List.of());
      case PLANES_DEPTH -> new ImageSource(Kind.PLANES, List.of());
      default ->
          throw Columns.wrongType(
              "inputCol",
              field,
              "binary, Spark's image struct, or an array of numbers of one to three dimensions");
    };
  }

  /** Whether that is Spark's image struct, nullable fields or not. */
  private static boolean isImage(DataType type) {
    StructType image = ImageSchema.columnSchema();
    return type instanceof StructType struct
        && Arrays.equals(struct.fieldNames(), image.fieldNames())
        && Arrays.equals(types(struct), types(image));
  }

  private static DataType[] types(StructType struct) {
    return Arrays.stream(struct.fields()).map(StructField::dataType).toArray(DataType[]::new);
  }

  /** Dimensions of arrays of numbers; 0 for other types. */
  private static int depth(DataType type) {
    int depth = 0;
    DataType element = type;
    while (element instanceof ArrayType array) {
      element = array.elementType();
      depth++;
    }
    return element instanceof NumericType ? depth : 0;
  }

  /** The type that arrays are read as: of float; null for other columns. */
  static DataType readAs(DataType type) {
    return type instanceof ArrayType array
        ? DataTypes.createArrayType(readAs(array.elementType()), array.containsNull())
        : DataTypes.FloatType;
  }

  private static List<Integer> shape(ImagePreprocessorParams params, StructField field) {
    List<Integer> shape = Arrays.stream(params.getInputShape()).boxed().toList();
    if (shape.isEmpty() && field.metadata().contains(TensorFields.SHAPE)) {
      shape =
          Arrays.stream(field.metadata().getLongArray(TensorFields.SHAPE))
              .mapToObj(Math::toIntExact)
              .toList();
    }
    if (shape.size() < 2 || shape.size() > PLANES_DEPTH) {
      throw new IllegalArgumentException(
          "Cannot use column '%s' of inputCol: its shape is %s (must be [channels,] height, width, by inputShape or its metadata)"
              .formatted(field.name(), shape.isEmpty() ? "not known" : shape));
    }
    return shape;
  }

  static ImageTransform transform(ImagePreprocessorParams params, StructField input) {
    return new ImageTransform(
        input.name(),
        source(params, input),
        geometry(params),
        new ImageScaling(
            params.getChannels(),
            params.getBackground(),
            params.getScale(),
            Arrays.stream(params.getMean()).boxed().toList(),
            Arrays.stream(params.getStd()).boxed().toList(),
            isChannelsFirst(params)),
        params.getSeed(),
        switch (params.getHandleInvalid()) {
          case ImagePreprocessorParams.KEEP -> ImageTransform.OnInvalid.NULL;
          case ImagePreprocessorParams.SKIP -> ImageTransform.OnInvalid.EMPTY;
          default -> ImageTransform.OnInvalid.ERROR;
        });
  }

  static ImageGeometry geometry(ImagePreprocessorParams params) {
    return new ImageGeometry(
        params.getHeight(),
        params.getWidth(),
        Arrays.stream(params.getResizeTo()).boxed().toList(),
        Crop.valueOf(params.getCrop().toUpperCase(Locale.ROOT)),
        Flip.valueOf(params.getHorizontalFlip().toUpperCase(Locale.ROOT)),
        Flip.valueOf(params.getVerticalFlip().toUpperCase(Locale.ROOT)));
  }

  private static boolean isChannelsFirst(ImagePreprocessorParams params) {
    return params.getChannelOrder().equals(ImagePreprocessorParams.CHW);
  }

  /** The column that tells where images come from, or null where there is none. */
  static String origin(ImagePreprocessorParams params, StructType schema) {
    String name = params.getOriginCol();
    boolean there = Arrays.asList(schema.fieldNames()).contains(name);
    return there && (params.isSet(params.originCol()) || isString(schema, name)) ? name : null;
  }

  private static boolean isString(StructType schema, String name) {
    return schema.apply(name).dataType() instanceof StringType;
  }

  static boolean isStruct(StructField field) {
    return field.dataType() instanceof StructType;
  }

  static StructField outputField(ImagePreprocessorParams params) {
    long height = params.getHeight();
    long width = params.getWidth();
    long channels = params.getChannels();
    long[] shape =
        isChannelsFirst(params)
            ? new long[] {channels, height, width}
            : new long[] {height, width, channels};
    return new StructField(
        params.getOutputCol(),
        DataTypes.createArrayType(DataTypes.FloatType, false),
        params.getHandleInvalid().equals(ImagePreprocessorParams.KEEP),
        new MetadataBuilder().putLongArray(TensorFields.SHAPE, shape).build());
  }
}
