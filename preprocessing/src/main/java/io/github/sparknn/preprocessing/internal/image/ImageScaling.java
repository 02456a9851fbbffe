package io.github.sparknn.preprocessing.internal.image;

import java.io.Serializable;
import java.util.List;

/**
 * What becomes of the samples of an image: {@code (x * scale - mean) / std}, by channel.
 *
 * @param channels 1 (grey), 3 (red, green, blue) or 4 (with alpha)
 * @param background grey value behind transparent pixels, where alpha is not kept
 * @param means one for each channel, or none
 * @param deviations one for each channel, or none
 * @param channelsFirst whether the result is channels, height, width; else height, width, channels
 */
public record ImageScaling(
    int channels,
    double background,
    double scale,
    List<Double> means,
    List<Double> deviations,
    boolean channelsFirst)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** An immutable copy. */
  public ImageScaling {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
  }

  /** The tensor of an image that has the channels. */
  float[] tensor(Pixels image) {
    float[] tensor = new float[image.planes().length];
    int area = image.area();
    for (int channel = 0; channel < channels; channel++) {
      double mean = means.isEmpty() ? 0 : means.get(channel);
      double deviation = deviations.isEmpty() ? 1 : deviations.get(channel);
      float factor = (float) (scale / deviation);
      float shift = (float) (mean / deviation);
      for (int i = 0; i < area; i++) {
        int to = channelsFirst ? channel * area + i : i * channels + channel;
        tensor[to] = image.planes()[channel * area + i] * factor - shift;
      }
    }
    return tensor;
  }
}
