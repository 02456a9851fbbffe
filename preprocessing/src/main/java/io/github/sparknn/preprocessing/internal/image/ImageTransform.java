package io.github.sparknn.preprocessing.internal.image;

import io.github.sparknn.preprocessing.internal.RowFunction;
import java.util.SplittableRandom;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The tensor of an image. Its inputs: the image; a string that tells where it comes from, or null;
 * a long that tells its row from others; an int, the epoch.
 *
 * @param column name of the column, for messages
 * @param onInvalid what becomes of images that cannot be read
 */
public record ImageTransform(
    String column,
    ImageSource source,
    ImageGeometry geometry,
    ImageScaling scaling,
    long seed,
    OnInvalid onInvalid)
    implements RowFunction {
  private static final long serialVersionUID = 1L;

  /** What becomes of images that cannot be read. */
  public enum OnInvalid {
    /** An IllegalArgumentException that names the image. */
    ERROR,
    /** Null. */
    NULL,
    /** The result is an array of tensors: one, or none for such an image. */
    EMPTY
  }

  @Override
  public DataType dataType() {
    DataType tensor = DataTypes.createArrayType(DataTypes.FloatType, false);
    return onInvalid == OnInvalid.EMPTY ? DataTypes.createArrayType(tensor, false) : tensor;
  }

  @Override
  public boolean nullable() {
    return onInvalid == OnInvalid.NULL;
  }

  @Override
  public String toString() {
    return "image_tensor[" + geometry.height() + "x" + geometry.width() + "]";
  }

  @Override
  public Evaluator evaluator() {
    Resampler resampler = new Resampler();
    return inputs -> evaluate(inputs, resampler);
  }

  private Object evaluate(Object[] inputs, Resampler resampler) {
    try {
      if (inputs[0] == null) {
        throw new InvalidImageException("it is null");
      }
      Pixels image =
          source.read(inputs[0]).withChannels(scaling.channels(), (float) scaling.background());
      SplittableRandom random = random((Integer) inputs[3], (Long) inputs[2]);
      ArrayData tensor =
          UnsafeArrayData.fromPrimitiveArray(
              scaling.tensor(geometry.apply(image, resampler, random)));
      return onInvalid == OnInvalid.EMPTY ? new GenericArrayData(new Object[] {tensor}) : tensor;
    } catch (InvalidImageException e) {
      return switch (onInvalid) {
        case ERROR -> throw cannotRead(inputs[1], e);
        case NULL -> null;
        case EMPTY -> new GenericArrayData(new Object[0]);
      };
    }
  }

  private IllegalArgumentException cannotRead(Object origin, InvalidImageException e) {
    String name = origin == null ? "an image" : "image '" + origin + "'";
    return new IllegalArgumentException(
        "Cannot read %s of column '%s': %s (handleInvalid = keep gives such rows a null, skip leaves them out)"
            .formatted(name, column, e.getMessage()),
        e);
  }

  /** Numbers that depend on seed, epoch and row, and on nothing else. */
  private SplittableRandom random(int epoch, long row) {
    long mixed = new SplittableRandom(seed).nextLong() ^ epoch;
    mixed = new SplittableRandom(mixed).nextLong() ^ row;
    return new SplittableRandom(new SplittableRandom(mixed).nextLong());
  }
}
