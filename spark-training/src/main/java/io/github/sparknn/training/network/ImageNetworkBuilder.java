package io.github.sparknn.training.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * Builds convolution and pooling layers over images, in the order of the calls, then dense layers.
 * An example is the floats of its channels one after another, each row by row ({@code float[batch,
 * channels, height, width]}), flat or in that shape.
 */
public final class ImageNetworkBuilder extends NetworkBuilder<ImageNetworkBuilder> {
  /** A layer that waits for the settings of later calls. */
  @FunctionalInterface
  private interface Block {
    Layer layer();
  }

  private final int channels;
  private final int height;
  private final int width;
  private final List<Block> blocks = new ArrayList<>();
  private boolean same;
  private int rows;
  private int columns;

  ImageNetworkBuilder(int channels, int height, int width) {
    this.channels = positive("channels", channels);
    this.height = positive("height", height);
    this.width = positive("width", width);
    this.rows = height;
    this.columns = width;
  }

  /**
   * Pads images with zeros such that the layers that follow keep their size, but for pooling, which
   * divides it and rounds up; default: windows lie within the image, and what is left over at its
   * right and lower edges is cut off.
   *
   * @throws IllegalStateException if a layer was added already
   */
  public ImageNetworkBuilder samePadding() {
    if (!blocks.isEmpty()) {
      throw new IllegalStateException("Cannot pad images: layers have been added already");
    }
    same = true;
    return this;
  }

  /**
   * Adds a convolution of square windows with stride 1, with {@link #activation}.
   *
   * @param kernel height and width of a window
   * @throws IllegalArgumentException if a number is less than 1 or the window is larger than the
   *     image
   */
  public ImageNetworkBuilder convolution(int filters, int kernel) {
    positive("filters", filters);
    checkFits("convolution", positive("kernel", kernel));
    if (!same) {
      rows = rows - kernel + 1;
      columns = columns - kernel + 1;
    }
    blocks.add(
        () ->
            hidden(
                    new ConvolutionLayer.Builder(kernel, kernel)
                        .nOut(filters)
                        .convolutionMode(mode()))
                .build());
    return this;
  }

  /**
   * Adds a maximum pooling of square windows that lie side by side.
   *
   * @param size height and width of a window
   * @throws IllegalArgumentException if it is less than 1 or larger than the image
   */
  public ImageNetworkBuilder maxPooling(int size) {
    return pooling(SubsamplingLayer.PoolingType.MAX, size);
  }

  /** As {@link #maxPooling}, but the mean of each window. */
  public ImageNetworkBuilder averagePooling(int size) {
    return pooling(SubsamplingLayer.PoolingType.AVG, size);
  }

  private ImageNetworkBuilder pooling(SubsamplingLayer.PoolingType type, int size) {
    checkFits("pooling", positive("size", size));
    rows = same ? (rows + size - 1) / size : rows / size;
    columns = same ? (columns + size - 1) / size : columns / size;
    blocks.add(
        () ->
            new SubsamplingLayer.Builder(type)
                .kernelSize(size, size)
                .stride(size, size)
                .convolutionMode(mode())
                .build());
    return this;
  }

  /** Adds a batch normalization. */
  public ImageNetworkBuilder batchNormalization() {
    blocks.add(() -> new BatchNormalization.Builder().build());
    return this;
  }

  private ConvolutionMode mode() {
    return same ? ConvolutionMode.Same : ConvolutionMode.Truncate;
  }

  private void checkFits(String layer, int window) {
    if (!same && window > Math.min(rows, columns)) {
      throw new IllegalArgumentException(
          "Cannot add %s: its windows of %dx%d do not fit images of %dx%d (must be smaller, or use"
                  .formatted(layer, window, window, rows, columns)
              + " samePadding)");
    }
  }

  @Override
  ImageNetworkBuilder self() {
    return this;
  }

  @Override
  InputType inputType() {
    return InputType.convolutionalFlat(height, width, channels);
  }

  @Override
  List<Layer> ownLayers() {
    return blocks.stream().map(Block::layer).toList();
  }

  @Override
  boolean dropsOwnOutput() {
    return false;
  }
}
