package io.github.sparknn.estimators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrowingBinsTest {
  private static List<ResidualBin> shown(GrowingBins bins, int most, double outside) {
    List<ResidualBin> result = new ArrayList<>();
    bins.show(
        most, outside, (x, y, size, weight) -> result.add(new ResidualBin(x, x + size, weight)));
    return result;
  }

  private static GrowingBins of(int most, double... values) {
    GrowingBins bins = new GrowingBins(most);
    for (double value : values) {
      bins.add(value, value, 1);
    }
    return bins;
  }

  @Test
  void binsDoubleUntilAllFit() {
    // From -3 to 4: at most four bins are two wide, [-4, -2) to [4, 6) are five; so four wide.
    assertThat(shown(of(4, 4, -3, 0.5), 4, 0))
        .containsExactly(
            new ResidualBin(-4, 0, 1), new ResidualBin(0, 4, 1), new ResidualBin(4, 8, 1));
  }

  @Test
  void aPictureMayHaveFewerBins() {
    assertThat(shown(of(1024, 0, 1, 2, 3), 2, 0))
        .containsExactly(new ResidualBin(0, 2, 2), new ResidualBin(2, 4, 2));
  }

  @Test
  void theOutermostMayBeLeftOut() {
    GrowingBins bins = of(1024, 1, 2, 3, 1000);
    bins.add(1.5, 1.5, 96);

    // A share of 0.01 at each end: the 1000 is outside, the 1 is not beyond it.
    assertThat(shown(bins, 4, 0.0101).stream().mapToDouble(ResidualBin::weight).sum())
        .isEqualTo(99);
  }

  @Test
  void nothingShowsNothing() {
    assertThat(shown(new GrowingBins(4), 4, 0.01)).isEmpty();
  }

  @Test
  void extremesAreTaken() {
    double[] values = {0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, 1e-300, 1};

    List<ResidualBin> bins = shown(of(1024, values), 1024, 0);

    assertThat(bins.stream().mapToDouble(ResidualBin::weight).sum()).isEqualTo(values.length);
    assertThat(shown(of(4, Double.MIN_VALUE, 0), 4, 0)).hasSize(2);
    assertThat(shown(of(4, 1e300), 4, 0).get(0).low()).isEqualTo(1e300);
  }

  @Test
  void orderAndPartitionsDoNotMatter() {
    Random random = new Random(1);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      values.add(Math.exp(4 * random.nextGaussian()) - 3);
    }
    double[] sorted = values.stream().sorted().mapToDouble(value -> value).toArray();
    Collections.shuffle(values, random);

    GrowingBins merged = new GrowingBins(64);
    for (int part = 0; part < 7; part++) {
      GrowingBins bins = new GrowingBins(64);
      for (int i = part; i < values.size(); i += 7) {
        bins.add(values.get(i), values.get(i), 1);
      }
      merged.merge(bins);
    }

    assertThat(shown(merged, 64, 0)).isEqualTo(shown(of(64, sorted), 64, 0));
    assertThat(shown(merged, 20, 0.01)).isEqualTo(shown(of(64, sorted), 20, 0.01));
    assertThat(shown(merged, 64, 0).stream().mapToDouble(ResidualBin::weight).sum())
        .isCloseTo(3000, within(1e-9));
  }
}
