package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTableTest {
  @Test
  void showsEpochsRoundWorkersAndVerdict() {
    TrainingReport report = SampleReports.of(2, 2, true);
    report = SampleReports.with(report, Map.of("gpu", "no device"), Map.of(), 1, report.speedUp());

    // An epoch takes 460 ms for 2,000 examples; a round's 115 ms hold 15 that are not computing.
    assertThat(report.toTable())
        .isEqualTo(
            """
            engine blas, 2 workers, mini-batches of 32, averaging by mean, 101,770 parameters
              not gpu: no device

             epoch       loss  val. loss  accuracy      examples  rounds   freq.       time  samples/s  overhead  balance
            *    1      1.000      2.000    0.5000         2,000       4       8     460 ms      4,348   15.0 ms      98%
                 2     0.5000      1.000    0.7500         2,000       4       8     460 ms      4,348   15.0 ms      98%
            * returned
              overhead: of the mean round; freq.: mini-batches of a worker between two averagings, in the last epoch as
              set

            mean of 8 rounds: 115 ms, of which 13% overhead
              broadcast       1.00 ms   0.9%  the driver hands out the state
              scheduling      2.00 ms   1.7%  until the slowest worker's task begins
              load            3.00 ms   2.6%  fetching the state and loading it into the replica
              compute          100 ms    87%  gathering mini-batches and stepping
              collect         4.00 ms   3.5%  bringing the workers' states together
              average         5.00 ms   4.3%  the mean and the outer optimizer's step

            2 workers: each computed 768 ms to 800 ms on 2,000 to 2,000 examples, balance 98%
              on cpu

            Does Spark help here? No: 2 workers are 0.48 times as fast as one; forecast for 4: 0.90, for 8: 1.56.
              one worker computing alone 9,000 samples/s, all together 4,348 samples/s
              An epoch on m times as many workers takes (C + R (F + m G)) / m: C the slowest worker's computing, R
              rounds now (R / m then, as the averaging frequency stays), F what a round costs anyhow (broadcast,
              scheduling, load), G what grows with the workers (collect, average). Assumes a core for each worker.
            """);
  }

  @Test
  void showsTheLeastThereCanBe() {
    TrainingReport report = SampleReports.of(1, 1, false);
    report = SampleReports.with(report, Map.of(), Map.of(), 1, null);

    assertThat(report.toTable())
        .contains("     1      1.000          -         -         1,000")
        .contains("Does Spark help here? Not measured.")
        .doesNotContain("returned");
  }

  @Test
  void saysThatOneWorkerAloneCouldNotBeMeasured() {
    SpeedUp unknown = new SpeedUp(2, Double.NaN, 100, 200, 300);
    TrainingReport report = SampleReports.of(2, 2, true);
    report = SampleReports.with(report, Map.of(), Map.of(), 2, unknown);

    assertThat(report.toTable())
        .contains("Does Spark help here? Unknown: ")
        .contains("one worker computing alone – samples/s");
  }

  @Test
  void keepsItsWidthWhenFiguresAreLarge() {
    Validation validation = new Validation(1.234e-15, 0.99999, 1_000_000_000);
    EpochReport epoch =
        new EpochReport(
            99_999,
            -1.234e-15,
            9_999_999_999L,
            99_999,
            99_999,
            "as set",
            new RoundTimes(1, 2, 3, 400_000, 5, 6),
            SampleReports.of(1, 2, false).epochs().get(0).workers(),
            validation);

    assertThat(SampleReports.withEpochs(List.of(epoch, epoch)).toTable().lines())
        .allMatch(line -> line.length() <= 110);
  }
}
