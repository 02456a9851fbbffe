package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** Params of {@link ImagePreprocessor}. */
public interface ImagePreprocessorParams extends HasInputCol, HasOutputCol, HasHandleInvalid {
  /** No crop, no flip. */
  String NONE = "none";

  /** Crop of the middle. */
  String CENTER = "center";

  /** Crop or flip by chance. */
  String RANDOM = "random";

  /** All images are flipped. */
  String ALWAYS = "always";

  /** Channels, height, width. */
  String CHW = "chw";

  /** Height, width, channels. */
  String HWC = "hwc";

  /** Where the stage holds its params. */
  ImageParams imageParams();

  @Override
  default Param<String> inputCol() {
    return imageParams().inputCol;
  }

  @Override
  default Param<String> outputCol() {
    return imageParams().outputCol;
  }

  /** Column that tells where an image comes from. */
  default Param<String> originCol() {
    return imageParams().originCol;
  }

  /** Column that tells one row from another; empty: the image itself does. */
  default Param<String> rowCol() {
    return imageParams().rowCol;
  }

  /** Shape of flat arrays: height, width, or channels, height, width. */
  default IntArrayParam inputShape() {
    return imageParams().inputShape;
  }

  /** Height of the tensors. */
  default IntParam height() {
    return imageParams().height;
  }

  /** Width of the tensors. */
  default IntParam width() {
    return imageParams().width;
  }

  /** Channels of the tensors: 1, 3 or 4. */
  default IntParam channels() {
    return imageParams().channels;
  }

  /** Size before the crop: height and width, or the shorter side. */
  default IntArrayParam resizeTo() {
    return imageParams().resizeTo;
  }

  /** {@value #NONE}, {@value #CENTER} or {@value #RANDOM}. */
  default Param<String> crop() {
    return imageParams().crop;
  }

  /** {@value #NONE}, {@value #ALWAYS} or {@value #RANDOM}. */
  default Param<String> horizontalFlip() {
    return imageParams().horizontalFlip;
  }

  /** {@value #NONE}, {@value #ALWAYS} or {@value #RANDOM}. */
  default Param<String> verticalFlip() {
    return imageParams().verticalFlip;
  }

  /** Grey value behind transparent pixels. */
  default DoubleParam background() {
    return imageParams().background;
  }

  /** What samples are multiplied by. */
  default DoubleParam scale() {
    return imageParams().scale;
  }

  /** What is then subtracted, by channel. */
  default DoubleArrayParam mean() {
    return imageParams().mean;
  }

  /** What they are then divided by, by channel. */
  default DoubleArrayParam std() {
    return imageParams().std;
  }

  /** {@value #CHW} or {@value #HWC}. */
  default Param<String> channelOrder() {
    return imageParams().channelOrder;
  }

  /** Seed of random crops and flips. */
  default LongParam seed() {
    return imageParams().seed;
  }

  /** Number of the epoch that random crops and flips are drawn for. */
  default IntParam epoch() {
    return imageParams().epoch;
  }

  /** Tensors of each image, drawn for as many epochs. */
  default IntParam copies() {
    return imageParams().copies;
  }

  @Override
  default Param<String> handleInvalid() {
    return imageParams().handleInvalid;
  }

  /** Column that tells where an image comes from (default "path", where there is one). */
  default String getOriginCol() {
    return getOrDefault(originCol());
  }

  /** Column that tells one row from another (default empty: the image itself does). */
  default String getRowCol() {
    return getOrDefault(rowCol());
  }

  /** Shape of flat arrays (default empty: as the column's metadata tell). */
  default int[] getInputShape() {
    return getOrDefault(inputShape());
  }

  /** Height of the tensors; no default. */
  default int getHeight() {
    return (Integer) getOrDefault(height());
  }

  /** Width of the tensors; no default. */
  default int getWidth() {
    return (Integer) getOrDefault(width());
  }

  /** Channels of the tensors (default 3). */
  default int getChannels() {
    return (Integer) getOrDefault(channels());
  }

  /** Size before the crop (default empty). */
  default int[] getResizeTo() {
    return getOrDefault(resizeTo());
  }

  /** Which part of an image is taken (default {@value #NONE}: all of it). */
  default String getCrop() {
    return getOrDefault(crop());
  }

  /** Whether left becomes right (default {@value #NONE}). */
  default String getHorizontalFlip() {
    return getOrDefault(horizontalFlip());
  }

  /** Whether top becomes bottom (default {@value #NONE}). */
  default String getVerticalFlip() {
    return getOrDefault(verticalFlip());
  }

  /** Grey value behind transparent pixels (default 255: white). */
  default double getBackground() {
    return (Double) getOrDefault(background());
  }

  /** What samples are multiplied by (default 1/255). */
  default double getScale() {
    return (Double) getOrDefault(scale());
  }

  /** What is then subtracted, by channel (default empty: nothing). */
  default double[] getMean() {
    return getOrDefault(mean());
  }

  /** What they are then divided by, by channel (default empty: nothing). */
  default double[] getStd() {
    return getOrDefault(std());
  }

  /** Order of the tensors (default {@value #CHW}). */
  default String getChannelOrder() {
    return getOrDefault(channelOrder());
  }

  /** Seed of random crops and flips (default 0). */
  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  /** Number of the epoch that random crops and flips are drawn for (default 0). */
  default int getEpoch() {
    return (Integer) getOrDefault(epoch());
  }

  /** Tensors of each image (default 1). */
  default int getCopies() {
    return (Integer) getOrDefault(copies());
  }
}
