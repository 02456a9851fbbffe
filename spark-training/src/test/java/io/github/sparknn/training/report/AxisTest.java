package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(axis::label).toList();
  }

  @Test
  void endsAtRoundNumbers() {
    Axis axis = Axis.around(0.43, 1.17, Double.NaN);

    assertThat(labels(axis)).containsExactly("0.4", "0.6", "0.8", "1", "1.2");
    assertThat(axis.position(0.4)).isZero();
    assertThat(axis.position(1.0)).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void goesBelowZero() {
    assertThat(labels(Axis.around(-3, 4))).containsExactly("-4", "-2", "0", "2", "4");
  }

  @Test
  void isLogarithmicWhenValuesDifferMuch() {
    Axis axis = Axis.around(0.03, 2);

    assertThat(labels(axis)).containsExactly("0.02", "0.05", "0.1", "0.2", "0.5", "1", "2");
    assertThat(axis.position(0.2)).isCloseTo(0.5, within(1e-12));
    assertThat(labels(Axis.around(1e-9, 1))).hasSizeBetween(3, 7).contains("1e-08", "0.01", "1");
    assertThat(Axis.around(0, 1000).logarithmic()).isFalse();
  }

  @Test
  void hasRoomForASingleValue() {
    for (double value : new double[] {0, 1, -2.5, 1e-300, 1e9}) {
      Axis axis = Axis.around(value, value);
      assertThat(axis.position(value)).as("%s", value).isBetween(0.0, 1.0);
      assertThat(axis.high()).isGreaterThan(axis.low());
    }
    assertThat(Axis.around(Double.NaN).ticks()).isNotEmpty();
  }

  @Test
  void beginsAtZeroAndNamesThousands() {
    assertThat(labels(Axis.fromZero(61_500, 20))).containsExactly("0", "20k", "40k", "60k", "80k");
    assertThat(labels(Axis.fromZero(2.3e6)))
        .containsExactly("0", "0.5M", "1M", "1.5M", "2M", "2.5M");
    assertThat(Axis.fromZero(0, 0).high()).isPositive();
  }

  @Test
  void countsWholeNumbers() {
    assertThat(labels(Axis.whole(1))).containsExactly("0", "1");
    assertThat(labels(Axis.whole(7))).containsExactly("0", "2", "4", "6");
    assertThat(labels(Axis.whole(500))).containsExactly("0", "100", "200", "300", "400", "500");
  }
}
