package io.github.sparknn.datasets;

import static org.apache.spark.sql.functions.array;

import java.util.Arrays;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * A column of Spark's images: bytes row by row, the channels of a pixel side by side, blue first.
 * Read as floats of 0 to 255, {@code [channels, height, width]}, red, green, blue and alpha.
 */
final class ImageColumnReader extends ColumnReader {
  private static final StructType TYPE = ImageSchema.columnSchema();
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;
  private static final int CHANNELS = 3;
  private static final int MODE = 4;
  private static final int DATA = 5;

  /** OpenCV's types of 8 bits without sign and 1, 3 or 4 channels. */
  private static final int GREY = 0;

  private static final int COLOUR = 16;
  private static final int COLOUR_WITH_ALPHA = 24;

  private static final int BYTE = 0xFF;
  private static final int UNDEFINED = -1;
  private static final int COLOURS = 3;

  private final int channels;
  private final int height;
  private final int width;

  ImageColumnReader(String name, int ordinal, int[] shape) {
    super(name, ordinal, TensorShapes.product(shape));
    this.channels = shape[0];
    this.height = shape[1];
    this.width = shape[2];
  }

  /** Whether that is the type of Spark's images, nullable fields or not. */
  static boolean isImage(DataType type) {
    return type instanceof StructType struct
        && Arrays.equals(struct.fieldNames(), TYPE.fieldNames())
        && Arrays.equals(types(struct), types(TYPE));
  }

  private static DataType[] types(StructType struct) {
    return Arrays.stream(struct.fields()).map(StructField::dataType).toArray(DataType[]::new);
  }

  /** Channels, height and width as a SQL array. */
  static Column shape(Column image) {
    return array(image.getField("nChannels"), image.getField("height"), image.getField("width"));
  }

  /** Whether there is an image and not what Spark's source gives for a file that it cannot read. */
  static Column isDefined(Column image) {
    return image.isNotNull().and(image.getField("mode").notEqual(UNDEFINED));
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    InternalRow image = row.getStruct(ordinal, TYPE.size());
    if (whyInvalid(image) != null) {
      return false;
    }
    check(image);
    byte[] pixels = image.getBinary(DATA);
    if (pixels.length != size) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': an image holds %d bytes (must be %d)"
              .formatted(name, pixels.length, size));
    }
    long next = offset;
    for (int channel = 0; channel < channels; channel++) {
      for (int i = source(channel); i < size; i += channels) {
        Platform.putFloat(base, next, pixels[i] & BYTE);
        next += Float.BYTES;
      }
    }
    return true;
  }

  /** Where a channel lies in a pixel's bytes. */
  private int source(int channel) {
    return channels >= COLOURS && channel < COLOURS ? COLOURS - 1 - channel : channel;
  }

  private void check(InternalRow image) {
    int[] actual = {image.getInt(CHANNELS), image.getInt(HEIGHT), image.getInt(WIDTH)};
    int[] expected = {channels, height, width};
    if (!Arrays.equals(actual, expected)) {
      throw new IllegalArgumentException(
          ("Cannot read column '%s': an image has channels, height and width %s (must be %s; resize"
                  + " images before)")
              .formatted(name, Arrays.toString(actual), Arrays.toString(expected)));
    }
    int mode = image.getInt(MODE);
    int needed = channels == 1 ? GREY : channels == COLOURS ? COLOUR : COLOUR_WITH_ALPHA;
    if (mode != needed) {
      throw new IllegalArgumentException(
          ("Cannot read column '%s': an image of %d channels has OpenCV's type %d (must be %d: 8"
                  + " bits without sign)")
              .formatted(name, channels, mode, needed));
    }
  }

  @Override
  String invalidValue(InternalRow row) {
    return whyInvalid(row.getStruct(ordinal, TYPE.size()));
  }

  private static String whyInvalid(InternalRow image) {
    for (int field = HEIGHT; field < TYPE.size(); field++) {
      if (image.isNullAt(field)) {
        return "null in the image's field " + TYPE.fieldNames()[field];
      }
    }
    return image.getInt(MODE) == UNDEFINED ? "an image that Spark could not read" : null;
  }
}
