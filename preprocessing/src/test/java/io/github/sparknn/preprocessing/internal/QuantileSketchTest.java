package io.github.sparknn.preprocessing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
  private static final double ERROR = 0.001;

  private static double[] shuffled(int values) {
    double[] result = new double[values];
    Arrays.setAll(result, i -> i);
    Random random = new Random(5);
    for (int i = values - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double value = result[i];
      result[i] = result[j];
      result[j] = value;
    }
    return result;
  }

  private static QuantileSketch of(double[] values, int from, int to) {
    QuantileSketch sketch = new QuantileSketch(ERROR, 1);
    for (int i = from; i < to; i++) {
      sketch.add(values[i]);
    }
    return sketch;
  }

  @Test
  void givesRanksWithinTheError() {
    double[] values = shuffled(200_000); // each value is its rank
    assertRanks(of(values, 0, values.length), values.length);
  }

  @Test
  void mergedSketchesGiveRanksWithinTheError() {
    double[] values = shuffled(200_000);
    QuantileSketch merged = new QuantileSketch(ERROR, 1);
    int[] cuts = {0, 0, 3, 50_000, 50_001, 190_000, 200_000};
    for (int part = 1; part < cuts.length; part++) {
      QuantileSketch sketch = of(values, cuts[part - 1], cuts[part]);
      sketch.compress();
      merged.merge(sketch);
    }
    assertRanks(merged, values.length);
  }

  @Test
  void prunedSketchesStaySmallAndWithinTheError() throws Exception {
    double[] values = shuffled(400_000);
    QuantileSketch all = null;
    int unpruned = 0;
    int levels = 2;
    for (int group = 0; group < 10; group++) {
      QuantileSketch merged = null;
      for (int part = 0; part < 8; part++) {
        int from = (8 * group + part) * 5000;
        QuantileSketch sketch = sent(of(values, from, from + 5000));
        unpruned += sketch.samples();
        if (merged == null) {
          merged = sketch;
        } else {
          merged.merge(sketch);
        }
      }
      merged.prune(levels);
      assertThat(merged.samples()).isLessThan((int) (levels / ERROR) + 3);
      merged = sent(merged);
      if (all == null) {
        all = merged;
      } else {
        all.merge(merged);
      }
    }
    all.prune(levels);
    assertThat(all.samples()).isLessThan((int) (levels / ERROR) + 3).isLessThan(unpruned / 10);
    for (double p = 0; p <= 1; p += 1 / 64.0) {
      assertThat(all.quantile(p)).isCloseTo(p * values.length, within(ERROR * values.length + 1));
    }
    assertRanks(all, values.length);
  }

  /** As it comes out of a task. */
  private static QuantileSketch sent(QuantileSketch sketch) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sketch);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (QuantileSketch) in.readObject();
    }
  }

  private static void assertRanks(QuantileSketch sketch, int values) {
    for (double p : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
      assertThat(sketch.quantile(p)).isCloseTo(p * values, within(ERROR * values + 1));
    }
    assertThat(sketch.quantile(0)).isZero();
    assertThat(sketch.quantile(1)).isEqualTo(values - 1.0);
  }

  @Test
  void isExactOnFewValues() {
    QuantileSketch sketch = of(new double[] {9, 1, 5}, 0, 3);
    assertThat(sketch.quantile(0.5)).isEqualTo(5);
    assertThat(new QuantileSketch(ERROR, 1).quantile(0.5)).isNaN();
  }

  @Test
  void valuesHaveExtremesAndAMostFrequentOne() {
    Set<ValueNeed> all = EnumSet.allOf(ValueNeed.class);
    ValueSummary first = new ValueSummary(all, ERROR, 1);
    ValueSummary second = new ValueSummary(all, ERROR, 1);
    for (double value : new double[] {3, -2, 3}) {
      first.add(value);
    }
    for (double value : new double[] {7, 0.0, -0.0}) {
      second.add(value);
    }
    second.compress();
    first.merge(second);
    assertThat(first.min()).isEqualTo(-2);
    assertThat(first.max()).isEqualTo(7);
    // 3 and 0 come twice; the smaller one is taken
    assertThat(first.mostFrequent()).isZero();
    assertThat(first.quantile(0.5)).isIn(0.0, 3.0);
  }

  @Test
  void countsAMillionDistinctValuesAndGivesUpBeyond() {
    ValueSummary values = new ValueSummary(Set.of(ValueNeed.COUNTS), ERROR, 0);
    for (int i = 0; i < ValueSummary.MAX_DISTINCT; i++) {
      values.add(i);
    }
    assertThat(values.counted()).isTrue();
    values.add(-1);
    assertThat(values.counted()).isFalse();
    values.add(5);
    ValueSummary other = new ValueSummary(Set.of(ValueNeed.COUNTS), ERROR, 0);
    other.merge(values);
    assertThat(other.counted()).isFalse();
  }
}
