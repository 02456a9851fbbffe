package io.github.sparknn.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sparknn.estimators.display.Display;
import io.github.sparknn.testing.SharedSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every paragraph of every note, through Spark's REPL: a fresh interpreter for each note. */
class NotebooksIT {
  private static final SparkSession SPARK = SharedSpark.session();

  private NoteInterpreter interpreter;

  @BeforeEach
  void start() {
    SPARK.conf().set(Display.SETTING, "zeppelin");
    interpreter = new NoteInterpreter(SPARK);
  }

  @AfterEach
  void close() {
    interpreter.close();
    SPARK.conf().unset(Display.SETTING);
    SPARK.catalog().clearCache();
    SPARK.sql("DROP TABLE IF EXISTS flights");
    SPARK.sql("DROP TABLE IF EXISTS flight_risks");
  }

  private Map<String, NoteOutput> run(String name) {
    return interpreter.run(Note.named(name));
  }

  private static void assumeFetched(String file, String dataset) {
    Path path = Path.of(System.getenv("SPARKNN_HOME"), file);
    assumeTrue(Files.exists(path), "no " + file + ": bin/fetch-data " + dataset);
  }

  @Test
  void aParagraphThatFailsIsTold() {
    assertThatThrownBy(() -> interpreter.interpret("val one: Int = \"1\""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("type mismatch");
    assertThatThrownBy(() -> interpreter.interpret("sys.error(\"no such thing\")"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no such thing");
  }

  @Test
  void withoutZeppelinResultsAreText() {
    SPARK.conf().unset(Display.SETTING);

    NoteOutput output =
        interpreter.interpret(
            """
            import io.github.sparknn.estimators.display.Display
            println(Display.table(spark.range(2).select($"id", $"id" + 10 as "more"), 5))
            """);

    assertThat(output.text()).contains("id  more\n 0    10\n 1    11\n").doesNotContain("%");
  }

  @Test
  void flightDelays() {
    Map<String, NoteOutput> outputs = run("flight-delays");

    assertThat(outputs.get("The flights").plain())
        .contains("7568 flights whose arrival is known, 2178 that were cancelled or diverted");
    assertThat(outputs.get("How late is each carrier?").rows()).hasSize(14);
    assertThat(outputs.get("Training").html())
        .startsWith("<iframe srcdoc=")
        .contains("Learning curves", "Accuracy on validation data", "12 epochs")
        .doesNotContain("NaN");
    assertThat(outputs.get("Training").plain()).contains("trained: ");
    assertThat(outputs.get("Where did the time go, and did Spark help?").html())
        .contains("Does Spark help here?", "worker 1");
    NoteOutput evaluation = outputs.get("How good is it on flights it has not seen?");
    assertThat(evaluation.number("accuracy")).isGreaterThan(0.9);
    assertThat(evaluation.number("area under the ROC curve")).isGreaterThan(0.95);
    assertThat(evaluation.html()).contains("<td", "Down: label, across: prediction");
    List<String[]> importance = outputs.get("What matters?").rows();
    assertThat(importance).hasSize(8);
    assertThat(importance.get(0)[0]).isEqualTo("DepDelay");
    List<String[]> riskiest = outputs.get("The riskiest of the flights that never arrived").rows();
    assertThat(riskiest).hasSize(10).allMatch(row -> Double.parseDouble(row[6]) > 0.5);
  }

  @Test
  void handwrittenDigits() {
    assumeFetched("data/mnist/t10k-images-idx3-ubyte", "mnist");

    Map<String, NoteOutput> outputs = run("mnist");

    assertThat(outputs.get("The digits").html().split("<img ", -1)).hasSize(31);
    assertThat(outputs.get("How many of each?").rows()).hasSize(10);
    assertThat(outputs.get("Training").html()).contains("Accuracy on validation data");
    NoteOutput evaluation = outputs.get("How good is it on digits it has not seen?");
    assertThat(evaluation.number("accuracy")).isGreaterThan(0.96);
    assertThat(evaluation.html().split("<tr", -1)).as("a header and ten labels").hasSize(12);
    NoteOutput mistakes = outputs.get("The surest mistakes");
    assertThat(mistakes.plain()).contains(" of 5000 digits are read wrong");
    assertThat(mistakes.html().split("<img ", -1)).hasSize(41);
    assertThat(mistakes.html()).contains("prediction 7", "sure 0.9");
  }

  @Test
  void tomorrowsTemperature() {
    assumeFetched("data/seattle-weather.csv", "weather");

    Map<String, NoteOutput> outputs = run("weather");

    assertThat(outputs.get("The weather").rows()).hasSize(5);
    assertThat(outputs.get("Sequences").plain())
        .contains("1095 sequences to train on, 365 to test with");
    assertThat(outputs.get("Training").html()).contains("Engine dl4j");
    NoteOutput evaluation = outputs.get("How good is it?");
    assertThat(evaluation.number("of no change")).isEqualTo(2.907);
    assertThat(evaluation.number("root mean squared error")).isLessThan(2.75);
    assertThat(outputs.get("Told and true").rows()).hasSize(31);
  }

  @Test
  void batchScoring() {
    Map<String, NoteOutput> outputs = run("batch-scoring");

    assertThat(outputs.get("Score").plain())
        .contains("9045 of 9746 flights took off and are scored");
    assertThat(outputs.get("Risk and truth by carrier").rows())
        .hasSize(14)
        .allMatch(row -> Math.abs(number(row[2]) - number(row[3])) < 15);
    assertThat(outputs.get("The riskiest routes").rows())
        .hasSize(10)
        .isSortedAccordingTo((left, right) -> Double.compare(number(right[3]), number(left[3])));
    NoteOutput query = outputs.get("What Spark does");
    assertThat(query.plain()).contains("BatchScore");
    assertThat(query.rows()).hasSize(5).allMatch(row -> number(row[1]) > 0.5);
  }

  private static double number(String cell) {
    return Double.parseDouble(cell);
  }

  @Test
  void tuning() {
    Map<String, NoteOutput> outputs = run("tuning");

    assertThat(outputs.get("What to try").plain()).contains("4 settings");
    List<String[]> results = outputs.get("Search").rows();
    assertThat(results).hasSize(4);
    assertThat(results.get(0)[0]).isEqualTo("64, 32");
    assertThat(results.get(0)[1]).isEqualTo("0.003");
    NoteOutput best = outputs.get("On flights it has not seen");
    assertThat(best.number("area under the ROC curve")).isGreaterThan(0.95);
    assertThat(best.html()).contains("Learning curves");
    assertThat(outputs.get("Right and wrong").html()).contains("<td");
  }
}
