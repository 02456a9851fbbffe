package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final Result PEER = result("peer", 100, 300, 200);
  private static final Result OURS = result("ours", 500, 400);

  @Test
  void showsMediansRangesAndRatios() {
    String text =
        new ResultTable()
            .figureWithRange("rate", "%.0f")
            .ratio("to peer", "rate", name -> "peer")
            .ratio("to ours", "rate", name -> name.equals("peer") ? "ours" : null)
            .ratioToBest("to best", "rate", name -> true)
            .ratioToBest("to none", "rate", name -> false)
            .figure("loss", "%.1f")
            .text(List.of(PEER, OURS));

    assertThat(text.lines())
        .containsExactly(
            "      rate  (least-greatest)  to peer  to ours  to best  to none  loss",
            "peer   200         (100-300)    1.00x    0.44x    0.44x        -     -",
            "ours   450         (400-500)    2.25x        -    1.00x        -     -");
  }

  @Test
  void contestRunsContendersInTurnsAndDropsWarmUps() {
    List<String> order = new ArrayList<>();
    List<Result> results =
        new Contest(1, 2, line -> {})
            .add("a", () -> figures(order, "a"))
            .add("b", () -> figures(order, "b"))
            .run();

    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
    assertThat(results).extracting(Result::name).containsExactly("a", "b");
    assertThat(results.get(1).runs()).extracting(run -> run.get("run")).containsExactly(4.0, 6.0);
  }

  @Test
  void unknownResultNamesThoseThereAre() {
    assertThatThrownBy(() -> Result.named(List.of(PEER, OURS), "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot find result 'other': there are [peer, ours]");
  }

  private static Map<String, Double> figures(List<String> order, String name) {
    order.add(name);
    return Map.of("run", (double) order.size());
  }

  private static Result result(String name, double... rates) {
    List<Map<String, Double>> runs = new ArrayList<>();
    for (double rate : rates) {
      runs.add(Map.of("rate", rate));
    }
    return new Result(name, runs);
  }
}
