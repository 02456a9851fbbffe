package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.RowFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Turns images of any size and mode into tensors {@code float[channels, height, width]} of one
 * size.
 *
 * <p>{@code inputCol} holds
 *
 * <ul>
 *   <li>binary: image files as {@code spark.read().format("binaryFile")} reads them: PNG, JPEG,
 *       BMP, GIF (the first frame), and what further plug-ins of Java's ImageIO on the class path
 *       know; grey, palette, colour, with or without alpha, 1 to 16 bits a sample; at most 2^26
 *       pixels
 *   <li>Spark's image struct, 8 bits a channel
 *   <li>arrays of numbers, 0 to 255: nested (rows of pixels, or planes of these, red first), or
 *       flat with the shape {@code [channels,] height, width} in {@code inputShape} or the column's
 *       metadata
 * </ul>
 *
 * <p>Then, in this order: {@code channels} 1 (grey by luma, ITU-R BT.601), 3 (default) or 4 (with
 * alpha; opaque where there is none), without alpha blended with the grey value {@code background}
 * (default 255); {@code crop} none (default: the whole image is resized to {@code height} and
 * {@code width}), center or random (the image is resized to {@code resizeTo}, height and width or
 * the shorter side, if that is set, enlarged if it is still smaller, then cropped); {@code
 * horizontalFlip} and {@code verticalFlip}: none (default), always, or random, one half of the
 * images; {@code (x * scale - mean) / std} with {@code scale} 1/255 by default, mean and std one
 * for each channel or empty; {@code channelOrder} chw (default) or hwc.
 *
 * <p>Resizing is bilinear, and anti-aliased where an image shrinks. An orientation in EXIF metadata
 * is not followed; colours are taken as sRGB unless a profile of the image says otherwise.
 *
 * <p>The result is {@code array<float>} with its shape in the metadata ({@code tensor.shape}).
 *
 * <p>What is random is drawn from {@code seed}, {@code epoch} and the row: the value of {@code
 * rowCol}, or the image itself where that is empty (default). It does not depend on partitions or
 * order. A DataFrame is transformed once for a whole training, so that its epochs see the same
 * draws; {@code copies} (default 1) gives each image so many rows, drawn for the epochs {@code
 * epoch}, {@code epoch + 1} and so on. To score, copy the stage with crop center and without flips.
 *
 * <p>A null, or an image that cannot be read, by {@code handleInvalid}: error (default) fails and
 * names its origin: the value of {@code originCol} (default "path", where the DataFrame has it), or
 * the struct's own; keep gives its row a null; skip leaves it out. Works on streaming DataFrames.
 *
 * <p>Source: resizing as Pillow's BILINEAR, luma as its mode L.
 */
public final class ImagePreprocessor extends Transformer
    implements ImagePreprocessorParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<ImagePreprocessor> IO =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final ImageParams params;

  /** A preprocessor with default params and a random uid. */
  public ImagePreprocessor() {
    this(Identifiable.randomUID("imagePreprocessor"));
  }

  /** A preprocessor with default params and this uid; copy and load call it. */
  public ImagePreprocessor(String uid) {
    this.uid = uid;
    this.params = new ImageParams(this);
    params.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ImageParams imageParams() {
    return params;
  }

  /** Sets the column of images. */
  public ImagePreprocessor setInputCol(String value) {
    set(inputCol(), value);
    return this;
  }

  /** Sets the name of the new column (default "features"). */
  public ImagePreprocessor setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /** Sets the column that tells where an image comes from (default "path", where there is one). */
  public ImagePreprocessor setOriginCol(String value) {
    set(originCol(), value);
    return this;
  }

  /** Sets the column that tells one row from another (default empty: the image itself does). */
  public ImagePreprocessor setRowCol(String value) {
    set(rowCol(), value);
    return this;
  }

  /** Sets the shape of flat arrays: height, width, or channels, height, width (default empty). */
  public ImagePreprocessor setInputShape(int[] value) {
    set(inputShape(), value);
    return this;
  }

  /** Sets the height of the tensors. */
  public ImagePreprocessor setHeight(int value) {
    set(height(), value);
    return this;
  }

  /** Sets the width of the tensors. */
  public ImagePreprocessor setWidth(int value) {
    set(width(), value);
    return this;
  }

  /** Sets the channels: 1 (grey), 3 (default: red, green, blue) or 4 (with alpha). */
  public ImagePreprocessor setChannels(int value) {
    set(channels(), value);
    return this;
  }

  /** Sets the size before the crop: height and width, or the shorter side (default empty). */
  public ImagePreprocessor setResizeTo(int[] value) {
    set(resizeTo(), value);
    return this;
  }

  /** Sets the part that is taken: {@value #NONE} (default), {@value #CENTER}, {@value #RANDOM}. */
  public ImagePreprocessor setCrop(String value) {
    set(crop(), value);
    return this;
  }

  /** Sets flips of left and right: {@value #NONE} (default), {@value #ALWAYS}, {@value #RANDOM}. */
  public ImagePreprocessor setHorizontalFlip(String value) {
    set(horizontalFlip(), value);
    return this;
  }

  /** Sets flips of top and bottom: {@value #NONE} (default), {@value #ALWAYS}, {@value #RANDOM}. */
  public ImagePreprocessor setVerticalFlip(String value) {
    set(verticalFlip(), value);
    return this;
  }

  /** Sets the grey value behind transparent pixels (default 255: white). */
  public ImagePreprocessor setBackground(double value) {
    set(background(), value);
    return this;
  }

  /** Sets what samples are multiplied by (default 1/255). */
  public ImagePreprocessor setScale(double value) {
    set(scale(), value);
    return this;
  }

  /** Sets what is then subtracted, one number for each channel (default empty: nothing). */
  public ImagePreprocessor setMean(double[] value) {
    set(mean(), value);
    return this;
  }

  /** Sets what they are then divided by, one number for each channel (default empty: nothing). */
  public ImagePreprocessor setStd(double[] value) {
    set(std(), value);
    return this;
  }

  /** Sets the order of the tensors: {@value #CHW} (default) or {@value #HWC}. */
  public ImagePreprocessor setChannelOrder(String value) {
    set(channelOrder(), value);
    return this;
  }

  /** Sets the seed of random crops and flips (default 0). */
  public ImagePreprocessor setSeed(long value) {
    set(seed(), value);
    return this;
  }

  /** Sets the number of the epoch that they are drawn for (default 0). */
  public ImagePreprocessor setEpoch(int value) {
    set(epoch(), value);
    return this;
  }

  /** Sets how many tensors each image gives, one for each of as many epochs (default 1). */
  public ImagePreprocessor setCopies(int value) {
    set(copies(), value);
    return this;
  }

  /** Sets what invalid images do: {@value #ERROR} (default), {@value #SKIP} or {@value #KEEP}. */
  public ImagePreprocessor setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /**
   * Adds the column of tensors.
   *
   * @throws IllegalArgumentException before any job: inputCol, height or width not set, a column
   *     missing or of a wrong type, the output column exists, params that do not go together
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    ImageColumns.check(this, data.schema());
    StructField input = data.schema().apply(getInputCol());
    StructField output = ImageColumns.outputField(this);
    String epochs = uid + "_epoch";
    boolean several = getCopies() > 1;
    Dataset<?> rows = several ? withEpochs(data, epochs) : data;
    Column epoch = several ? Columns.of(rows, epochs) : functions.lit(getEpoch());
    Column images =
        RowFunction.column(
            ImageColumns.transform(this, input),
            List.of(image(rows, input), origin(rows, input), row(rows), epoch));
    if (getHandleInvalid().equals(SKIP)) {
      // An explode, since a filter would be pushed below and decode each image again.
      images = functions.explode(images);
    }
    Dataset<Row> result = rows.select(functions.col("*"), images.as(output.name()));
    List<Column> columns = new ArrayList<>();
    for (String name : data.columns()) {
      columns.add(Columns.of(result, name));
    }
    columns.add(Columns.of(result, output.name()).as(output.name(), output.metadata()));
    return result.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> withEpochs(Dataset<?> data, String name) {
    Column epochs =
        functions.sequence(
            functions.lit(getEpoch()), functions.lit(Math.addExact(getEpoch(), getCopies() - 1)));
    return data.select(functions.col("*"), functions.explode(epochs).as(name));
  }

  private static Column image(Dataset<?> rows, StructField input) {
    Column image = Columns.of(rows, input.name());
    return input.dataType() instanceof ArrayType
        ? image.cast(ImageColumns.readAs(input.dataType()))
        : image;
  }

  private Column origin(Dataset<?> rows, StructField input) {
    String name = ImageColumns.origin(this, rows.schema());
    if (name != null) {
      return Columns.of(rows, name).cast(DataTypes.StringType);
    }
    return ImageColumns.isStruct(input)
        ? Columns.of(rows, input.name()).getField("origin")
        : functions.lit(null).cast(DataTypes.StringType);
  }

  /** A number that tells the row from others, where anything is drawn for it. */
  private Column row(Dataset<?> rows) {
    if (!ImageColumns.geometry(this).isRandom()) {
      return functions.lit(0L);
    }
    return functions.xxhash64(
        Columns.of(rows, getRowCol().isEmpty() ? getInputCol() : getRowCol()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    ImageColumns.check(this, schema);
    return schema.add(ImageColumns.outputField(this));
  }

  @Override
  public ImagePreprocessor copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** A reader of saved preprocessors. */
  public static MLReader<ImagePreprocessor> read() {
    return IO.read();
  }

  /** Loads a saved preprocessor. */
  public static ImagePreprocessor load(String path) {
    return read().load(path);
  }
}
