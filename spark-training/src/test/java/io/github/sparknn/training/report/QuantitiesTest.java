package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantitiesTest {
  @Test
  void namesDurationsInFittingUnits() {
    assertThat(Quantities.duration(0.00042)).isEqualTo("0.42 ms");
    assertThat(Quantities.duration(0.0999)).isEqualTo("99.9 ms");
    assertThat(Quantities.duration(0.9994)).isEqualTo("999 ms");
    assertThat(Quantities.duration(0.9996)).isEqualTo("1.00 s");
    assertThat(Quantities.duration(59.94)).isEqualTo("59.9 s");
    assertThat(Quantities.duration(59.96)).isEqualTo("1 min 00 s");
    assertThat(Quantities.duration(3599.6)).isEqualTo("1 h 00 min");
    assertThat(Quantities.duration(90_000)).isEqualTo("25 h 00 min");
    assertThat(Quantities.duration(400_000)).isEqualTo("111 h");
    assertThat(Quantities.millis(12.3456)).isEqualTo("12,346 ms");
  }

  @Test
  void keepsFourDigits() {
    assertThat(Quantities.significant(0.213456)).isEqualTo("0.2135");
    assertThat(Quantities.significant(12.3456)).isEqualTo("12.35");
    assertThat(Quantities.significant(0.0000123456)).isEqualTo("1.235e-05");
    assertThat(Quantities.significant(0)).isEqualTo("0");
  }

  @Test
  void showsADashForWhatIsNoNumber() {
    assertThat(Quantities.duration(Double.NaN)).isEqualTo("–");
    assertThat(Quantities.percent(Double.NaN)).isEqualTo("–");
    assertThat(Quantities.factor(Double.POSITIVE_INFINITY)).isEqualTo("–");
  }

  @Test
  void roundsSharesAndRates() {
    assertThat(Quantities.percent(0)).isEqualTo("0%");
    assertThat(Quantities.percent(0.0312)).isEqualTo("3.1%");
    assertThat(Quantities.percent(0.996)).isEqualTo("100%");
    assertThat(Quantities.rate(3.456)).isEqualTo("3.46");
    assertThat(Quantities.rate(61_500.4)).isEqualTo("61,500");
    assertThat(Quantities.plural(1, "epoch")).isEqualTo("1 epoch");
    assertThat(Quantities.plural(2000, "epoch")).isEqualTo("2,000 epochs");
  }
}
