package io.github.sparknn.preprocessing.internal.image;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * How the column of images holds them.
 *
 * @param kind of values
 * @param shape of arrays whose values lie in a row: height, width, or channels, height, width;
 *     empty where they are nested and have a shape of their own
 */
public record ImageSource(Kind kind, List<Integer> shape) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BYTE = 0xFF;

  /** Fields of Spark's image struct: origin, height, width, nChannels, mode, data. */
  private static final int STRUCT_FIELDS = 6;

  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;
  private static final int CHANNELS = 3;
  private static final int MODE = 4;
  private static final int DATA = 5;
  private static final int UNDEFINED = -1;

  /** OpenCV's types of 8 bits without sign: 8 times one less than the channels. */
  private static final int MODE_STEP = 8;

  private static final int COLOURS = 3;
  private static final int MAX_CHANNELS = 4;

  /** Types of a column of images. */
  public enum Kind {
    /** Bytes of an image file. */
    ENCODED,
    /** Spark's image struct. */
    STRUCT,
    /** {@code array<float>}. */
    FLAT,
    /** {@code array<array<float>>}: rows of grey pixels. */
    ROWS,
    /** {@code array<array<array<float>>>}: planes of rows of pixels. */
    PLANES
  }

  /** An immutable copy. */
  public ImageSource {
    shape = List.copyOf(shape);
  }

  Pixels read(Object value) throws InvalidImageException {
    return switch (kind) {
      case ENCODED -> EncodedImages.decode((byte[]) value);
      case STRUCT -> struct((InternalRow) value);
      case FLAT -> flat((ArrayData) value);
      case ROWS -> rows((ArrayData) value);
      case PLANES -> planes((ArrayData) value);
    };
  }

  /** Spark's bytes, the channels of a pixel side by side, blue first, as planes, red first. */
  private static Pixels struct(InternalRow image) throws InvalidImageException {
    for (int field = HEIGHT; field < STRUCT_FIELDS; field++) {
      if (image.isNullAt(field)) {
        throw new InvalidImageException("a field of its struct is null");
      }
    }
    int mode = image.getInt(MODE);
    if (mode == UNDEFINED) {
      throw new InvalidImageException("Spark could not read its file");
    }
    Pixels result = empty(image.getInt(CHANNELS), image.getInt(HEIGHT), image.getInt(WIDTH));
    int channels = result.channels();
    if (mode != MODE_STEP * (channels - 1)) {
      throw new InvalidImageException(
          "its %d channels have OpenCV's type %d (must be %d: 8 bits without sign)"
              .formatted(channels, mode, MODE_STEP * (channels - 1)));
    }
    byte[] data = image.getBinary(DATA);
    requireSize(data.length, result);
    for (int channel = 0; channel < channels; channel++) {
      boolean colour = channels >= COLOURS && channel < COLOURS;
      int source = colour ? COLOURS - 1 - channel : channel;
      for (int i = 0; i < result.area(); i++) {
        result.planes()[channel * result.area() + i] = data[i * channels + source] & BYTE;
      }
    }
    return result;
  }

  private Pixels flat(ArrayData values) throws InvalidImageException {
    int last = shape.size() - 1;
    Pixels result = empty(last > 1 ? shape.get(0) : 1, shape.get(last - 1), shape.get(last));
    requireSize(values.numElements(), result);
    copy(values, result, 0);
    return result;
  }

  private static Pixels rows(ArrayData rows) throws InvalidImageException {
    requireNoNull(rows);
    Pixels result =
        empty(1, rows.numElements(), rows.numElements() == 0 ? 0 : rows.getArray(0).numElements());
    copyRows(rows, result, 0);
    return result;
  }

  private static Pixels planes(ArrayData planes) throws InvalidImageException {
    requireNoNull(planes);
    ArrayData first = planes.numElements() == 0 ? planes : planes.getArray(0);
    boolean empty = first.numElements() == 0 || first.isNullAt(0);
    Pixels result =
        empty(
            planes.numElements(), first.numElements(), empty ? 0 : first.getArray(0).numElements());
    for (int channel = 0; channel < result.channels(); channel++) {
      ArrayData rows = planes.getArray(channel);
      requireNoNull(rows);
      if (rows.numElements() != result.height()) {
        throw new InvalidImageException(
            "its planes have %d and %d rows".formatted(result.height(), rows.numElements()));
      }
      copyRows(rows, result, channel);
    }
    return result;
  }

  private static void copyRows(ArrayData rows, Pixels result, int channel)
      throws InvalidImageException {
    for (int y = 0; y < result.height(); y++) {
      ArrayData row = rows.getArray(y);
      if (row.numElements() != result.width()) {
        throw new InvalidImageException(
            "its rows have %d and %d values".formatted(result.width(), row.numElements()));
      }
      copy(row, result, channel * result.area() + y * result.width());
    }
  }

  private static void copy(ArrayData values, Pixels result, int from) throws InvalidImageException {
    requireNoNull(values);
    System.arraycopy(values.toFloatArray(), 0, result.planes(), from, values.numElements());
  }

  private static void requireNoNull(ArrayData values) throws InvalidImageException {
    for (int i = 0; i < values.numElements(); i++) {
      if (values.isNullAt(i)) {
        throw new InvalidImageException("its array holds a null");
      }
    }
  }

  private static void requireSize(int size, Pixels expected) throws InvalidImageException {
    if (size != expected.planes().length) {
      throw new InvalidImageException(
          "it holds %d values (must be %d x %d x %d, channels, height and width)"
              .formatted(size, expected.channels(), expected.height(), expected.width()));
    }
  }

  private static Pixels empty(int channels, int height, int width) throws InvalidImageException {
    boolean fits = channels >= 1 && channels <= MAX_CHANNELS && height >= 1 && width >= 1;
    if (!fits || (long) channels * height * width > Integer.MAX_VALUE / Float.BYTES) {
      throw new InvalidImageException(
          "it has %d channels, height %d and width %d (must be 1 to 4 channels, and positive)"
              .formatted(channels, height, width));
    }
    return Pixels.empty(channels, height, width);
  }
}
