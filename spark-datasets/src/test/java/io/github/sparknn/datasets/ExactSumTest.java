package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  private static BigDecimal sum(double... values) {
    ExactSum sum = new ExactSum();
    Arrays.stream(values).forEach(sum::add);
    return sum.value();
  }

  @Test
  void nothingAddsUpToZero() {
    assertThat(sum()).isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Test
  void losesNoBit() {
    assertThat(sum(1e100, 1, -1e100)).isEqualByComparingTo(BigDecimal.ONE);
    assertThat(sum(1, 1e-30, 1e30))
        .isEqualByComparingTo(new BigDecimal(1e30).add(BigDecimal.ONE).add(new BigDecimal(1e-30)));
    assertThat(sum(Double.MIN_VALUE, 1))
        .isEqualByComparingTo(new BigDecimal(Double.MIN_VALUE).add(BigDecimal.ONE));
  }

  @Test
  void equalsTheSumOfBigDecimals() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[2000];
    Arrays.setAll(values, i -> Math.scalb(random.nextDouble(), random.nextInt(-200, 100)));
    BigDecimal expected =
        Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

    assertThat(sum(values)).isEqualByComparingTo(expected);
  }
}
