package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

  @ParameterizedTest
  @CsvSource({
    "mlp, 101770", // 784·128 + 128 + 128·10 + 10
    "table, 73473", // 28·256 + 256 + 256·256 + 256 + 256 + 1
    "lenet, 431080", // 20·25 + 20 + 50·500 + 50 + 800·500 + 500 + 500·10 + 10
    "cifar, 62006" // 6·75 + 6 + 16·150 + 16 + 400·120 + 120 + 120·84 + 84 + 84·10 + 10
  })
  void networksHaveTheParametersOfTheirTitles(String name, int parameters) {
    Workload workload = Workload.valueOf(name.toUpperCase(Locale.ROOT));

    assertThat(workload.network().initialState().parameters()).hasSize(parameters);
  }
}
