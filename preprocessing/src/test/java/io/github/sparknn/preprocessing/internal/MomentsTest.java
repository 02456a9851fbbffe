package io.github.sparknn.preprocessing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static Moments of(double... values) {
    Moments moments = new Moments(1);
    for (double value : values) {
      moments.add(0, value);
      moments.endRow();
    }
    return moments;
  }

  @Test
  void givesMeanAndSampleDeviationOfHandWorkedValues() {
    // mean (2 + 4 + 9) / 3 = 5; squares 9 + 1 + 16 = 26; 26 / 2 = 13
    Moments moments = of(2, 4, 9);
    assertThat(moments.means()).containsExactly(5);
    assertThat(moments.standardDeviations()[0]).isCloseTo(Math.sqrt(13), within(1e-15));
    assertThat(moments.count(0)).isEqualTo(3);
    assertThat(moments.problem(0)).isNull();
  }

  @Test
  void skipsNaN() {
    Moments moments = of(Double.NaN, 2, 4, Double.NaN, 9);
    assertThat(moments.count(0)).isEqualTo(3);
    assertThat(moments.means()).containsExactly(5);
  }

  @Test
  void givesDeviationZeroForOneValueAndForEqualValues() {
    assertThat(of(7).standardDeviations()).containsExactly(0);
    double[] equal = new double[5000];
    Arrays.fill(equal, 0.1);
    Moments moments = of(equal);
    assertThat(moments.standardDeviations()).containsExactly(0);
    assertThat(moments.means()).containsExactly(0.1);
  }

  @Test
  void saysWhatKeepsValuesFromBeingStandardized() {
    assertThat(of(1, Double.NEGATIVE_INFINITY).problem(0)).isEqualTo("holds an infinite value");
    assertThat(of(Double.NaN).problem(0)).isEqualTo("has no value, only null or NaN");
    assertThat(of(1e200, -1e200).problem(0))
        .isEqualTo("holds values too large for a finite variance");
  }

  @Test
  void agreesWithExactArithmeticOnTinyVarianceAroundALargeMean() {
    Random random = new Random(7);
    double[] values = new double[20_000];
    Arrays.setAll(values, i -> 1e9 + 1e-3 * random.nextGaussian());
    assertExact(of(values), values);
  }

  @Test
  void agreesWithExactArithmeticWhenTheFirstValueIsAnOutlier() {
    Random random = new Random(8);
    double[] values = new double[20_000];
    Arrays.setAll(values, i -> 1e9 + random.nextGaussian());
    values[0] = -3;
    assertExact(of(values), values);
  }

  @Test
  void mergedPartsAgreeWithExactArithmetic() {
    Random random = new Random(9);
    double[] values = new double[10_000];
    Arrays.setAll(values, i -> 1e9 + (i < 5000 ? 0 : 1) + 1e-3 * random.nextGaussian());
    Moments merged = new Moments(1);
    int[] cuts = {0, 0, 1, 1500, 5000, 9999, 10_000};
    for (int part = 1; part < cuts.length; part++) {
      merged.merge(of(Arrays.copyOfRange(values, cuts[part - 1], cuts[part])));
    }
    assertExact(merged, values);
    Moments once = of(values);
    assertThat(merged.count(0)).isEqualTo(once.count(0));
    assertThat(merged.means()[0]).isCloseTo(once.means()[0], withinPercentage(1e-13));
    assertThat(merged.standardDeviations()[0])
        .isCloseTo(once.standardDeviations()[0], withinPercentage(1e-9));
  }

  @Test
  void mergeRefusesAnotherSize() {
    assertThatThrownBy(() -> new Moments(2).merge(new Moments(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot merge moments: 2 positions and 3");
  }

  private static void assertExact(Moments moments, double[] values) {
    BigDecimal count = BigDecimal.valueOf(values.length);
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(count, MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
    }
    double deviation =
        Math.sqrt(
            squares.divide(count.subtract(BigDecimal.ONE), MathContext.DECIMAL128).doubleValue());
    assertThat(moments.means()[0]).isCloseTo(mean.doubleValue(), withinPercentage(1e-13));
    assertThat(moments.standardDeviations()[0]).isCloseTo(deviation, withinPercentage(1e-9));
  }
}
