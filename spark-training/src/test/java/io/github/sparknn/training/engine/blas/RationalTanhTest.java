package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RationalTanhTest {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1e-30f,
    -1e-30f,
    88f,
    -88f,
    1e30f,
    -1e30f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  private static float[] grid() {
    float[] values = new float[400_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 200_000) * 1e-4f;
    }
    return values;
  }

  private static float[] forward(ActivationFunction function, float[] z) {
    float[] y = new float[z.length];
    function.forward(z, y, 1, z.length);
    return y;
  }

  @Test
  void sigmoidIsRightToTwoTimesTenToTheMinusSeven() {
    for (float[] z : new float[][] {grid(), SPECIAL}) {
      float[] y = forward(new RationalTanh.Sigmoid(), z);
      for (int i = 0; i < z.length; i++) {
        assertThat((double) y[i]).isBetween(0.0, 1.0).isCloseTo(sigma(z[i]), within(2e-7));
      }
    }
  }

  @Test
  void tanhIsRightToFourTimesTenToTheMinusSevenAndRelativeNearZero() {
    for (float[] z : new float[][] {grid(), SPECIAL}) {
      float[] y = forward(new RationalTanh.Tanh(), z);
      for (int i = 0; i < z.length; i++) {
        double expected = Math.tanh(z[i]);
        assertThat((double) y[i])
            .isBetween(-1.0, 1.0)
            .isCloseTo(expected, within(4e-7 * Math.abs(expected) + Float.MIN_VALUE));
      }
    }
  }

  @Test
  void noFloatUpToTheClampedOnesGivesMoreThanOne() {
    float[] z = new float[1 << 16];
    float[] y = new float[z.length];
    ActivationFunction tanh = new RationalTanh.Tanh();
    int end = Float.floatToIntBits(8.1f);
    float largest = 0;
    for (int bits = Float.floatToIntBits(2f); bits < end; bits += z.length) {
      for (int i = 0; i < z.length; i++) {
        z[i] = Float.intBitsToFloat(bits + i);
      }
      tanh.forward(z, y, 1, z.length);
      for (float value : y) {
        largest = Math.max(largest, value);
      }
    }
    assertThat(largest).isBetween(0.9999f, 1f);
  }

  @Test
  void notANumberStaysOne() {
    assertThat(forward(new RationalTanh.Sigmoid(), new float[] {Float.NaN})[0]).isNaN();
    assertThat(forward(new RationalTanh.Tanh(), new float[] {Float.NaN})[0]).isNaN();
  }

  @Test
  void onlyHiddenLayersUseIt() {
    assertThat(new Sigmoids.Sigmoid().hidden()).isInstanceOf(RationalTanh.Sigmoid.class);
    assertThat(new Sigmoids.Tanh().hidden()).isInstanceOf(RationalTanh.Tanh.class);
    assertThat(new Softmax().hidden()).isInstanceOf(Softmax.class);
    assertThat(forward(new Sigmoids.Sigmoid(), new float[] {-30f})[0])
        .isCloseTo((float) Math.exp(-30), within(1e-19f));
  }

  private static double sigma(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
