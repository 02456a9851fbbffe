package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.ImagePreprocessorParams.ALWAYS;
import static io.github.sparknn.preprocessing.ImagePreprocessorParams.CENTER;
import static io.github.sparknn.preprocessing.ImagePreprocessorParams.CHW;
import static io.github.sparknn.preprocessing.ImagePreprocessorParams.HWC;
import static io.github.sparknn.preprocessing.ImagePreprocessorParams.NONE;
import static io.github.sparknn.preprocessing.ImagePreprocessorParams.RANDOM;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** The params of one ImagePreprocessor. */
final class ImageParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double WHITE = 255;
  private static final int COLOURS = 3;

  final Param<String> inputCol;
  final Param<String> outputCol;
  final Param<String> originCol;
  final Param<String> rowCol;
  final IntArrayParam inputShape;
  final IntParam height;
  final IntParam width;
  final IntParam channels;
  final IntArrayParam resizeTo;
  final Param<String> crop;
  final Param<String> horizontalFlip;
  final Param<String> verticalFlip;
  final DoubleParam background;
  final DoubleParam scale;
  final DoubleArrayParam mean;
  final DoubleArrayParam std;
  final Param<String> channelOrder;
  final LongParam seed;
  final IntParam epoch;
  final IntParam copies;
  final Param<String> handleInvalid;

  ImageParams(ImagePreprocessorParams owner) {
    inputCol = HasInputCol.newInputCol(owner);
    outputCol = HasOutputCol.newOutputCol(owner);
    originCol = text(owner, "originCol", "column that tells where an image comes from");
    rowCol = text(owner, "rowCol", "column that tells rows apart (empty: the images do)");
    inputShape =
        extents(owner, "inputShape", "shape of flat arrays: [channels,] height, width", 2, 3);
    height = size(owner, "height", "of the tensors (>= 1)");
    width = size(owner, "width", "of the tensors (>= 1)");
    channels =
        new IntParam(
            owner,
            "channels",
            "1: grey, 3: red, green, blue, 4: and alpha",
            ParamRules.oneOf("channels", 1, COLOURS, COLOURS + 1));
    resizeTo =
        extents(owner, "resizeTo", "size before the crop: height, width, or shorter side", 1, 2);
    crop =
        ChoiceParams.choice(owner, "crop", "which part of an image is taken", NONE, CENTER, RANDOM);
    horizontalFlip =
        ChoiceParams.choice(
            owner, "horizontalFlip", "whether left becomes right", NONE, ALWAYS, RANDOM);
    verticalFlip =
        ChoiceParams.choice(
            owner, "verticalFlip", "whether top becomes bottom", NONE, ALWAYS, RANDOM);
    background = number(owner, "background", "grey value behind transparent pixels");
    scale = number(owner, "scale", "what samples are multiplied by");
    mean = numbers(owner, "mean", "what is then subtracted, by channel", Double.NEGATIVE_INFINITY);
    std = numbers(owner, "std", "what they are then divided by, by channel (> 0)", 0);
    channelOrder = ChoiceParams.choice(owner, "channelOrder", "order of the tensors", CHW, HWC);
    seed = new LongParam(owner, "seed", "of random crops and flips");
    epoch =
        new IntParam(
            owner,
            "epoch",
            "that random crops and flips are drawn for (>= 0)",
            ParamRules.notNegative("epoch"));
    copies = size(owner, "copies", "tensors of each image, one for each of as many epochs (>= 1)");
    handleInvalid = HasHandleInvalid.newHandleInvalid(owner);
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(ImagePreprocessorParams owner) {
    owner.setDefault(outputCol, "features");
    owner.setDefault(originCol, "path");
    owner.setDefault(rowCol, "");
    owner.setDefault(inputShape, new int[0]);
    owner.setDefault(channels, COLOURS);
    owner.setDefault(resizeTo, new int[0]);
    owner.setDefault(crop, NONE);
    owner.setDefault(horizontalFlip, NONE);
    owner.setDefault(verticalFlip, NONE);
    owner.setDefault(background, WHITE);
    owner.setDefault(scale, 1 / WHITE);
    owner.setDefault(mean, new double[0]);
    owner.setDefault(std, new double[0]);
    owner.setDefault(channelOrder, CHW);
    owner.setDefault(seed, 0L);
    owner.setDefault(epoch, 0);
    owner.setDefault(copies, 1);
    owner.setDefault(handleInvalid, HasHandleInvalid.ERROR);
  }

  private static Param<String> text(ImagePreprocessorParams owner, String name, String doc) {
    return new Param<>(owner, name, doc, ParamRules.text(name));
  }

  private static IntArrayParam extents(
      ImagePreprocessorParams owner, String name, String doc, int fewest, int most) {
    return new IntArrayParam(owner, name, doc, ParamRules.extents(name, fewest, most));
  }

  private static IntParam size(ImagePreprocessorParams owner, String name, String doc) {
    return new IntParam(owner, name, doc, ParamRules.positive(name));
  }

  private static DoubleParam number(ImagePreprocessorParams owner, String name, String doc) {
    return new DoubleParam(owner, name, doc, ParamRules.finite(name));
  }

  private static DoubleArrayParam numbers(
      ImagePreprocessorParams owner, String name, String doc, double minimum) {
    return new DoubleArrayParam(owner, name, doc, ParamRules.finiteAbove(name, minimum));
  }
}
