package io.github.sparknn.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.estimators.display.Display;
import io.github.sparknn.notebooks.Note.Paragraph;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.repl.SparkILoop;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import scala.Console;
import scala.Option;
import scala.collection.JavaConverters;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;

/**
 * Spark's REPL, set up as Zeppelin's Spark interpreter sets it up: the session and its contexts are
 * bound, the same names imported, and a paragraph is interpreted as one piece whose output is what
 * it prints, then the names that it defines.
 */
final class NoteInterpreter implements AutoCloseable {
  private static final int MOST_ROWS = 1_000;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final SparkSession spark;
  private final SparkILoop loop;

  NoteInterpreter(SparkSession spark) {
    this.spark = spark;
    loop =
        new SparkILoop(
            Option.empty(),
            new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8), true));
    Settings settings = new Settings();
    settings.processArguments(
        list("-Yrepl-class-based", "-classpath", System.getProperty("java.class.path")), true);
    loop.settings_$eq(settings);
    loop.createInterpreter();
    repl().initializeSynchronous();
    bind("spark", SparkSession.class, spark);
    bind("sc", SparkContext.class, spark.sparkContext());
    bind("sqlContext", SQLContext.class, spark.sqlContext());
    for (String name :
        List.of(
            "org.apache.spark.SparkContext._",
            "spark.implicits._",
            "sqlContext.implicits._",
            "spark.sql",
            "org.apache.spark.sql.functions._")) {
      interpret("import " + name);
    }
  }

  private IMain repl() {
    return loop.intp();
  }

  private void bind(String name, Class<?> type, Object value) {
    assertThat(repl().bind(name, type.getName(), value, list("@transient")).toString())
        .isEqualTo("Success");
  }

  private static scala.collection.immutable.List<String> list(String... values) {
    return JavaConverters.asScalaBuffer(List.of(values)).toList();
  }

  /**
   * Runs all paragraphs, in order.
   *
   * @return outputs by the paragraphs' titles
   */
  Map<String, NoteOutput> run(Note note) {
    Map<String, NoteOutput> outputs = new HashMap<>();
    for (Paragraph paragraph : note.paragraphs()) {
      switch (paragraph.interpreter()) {
        case "spark" -> outputs.put(paragraph.title(), interpret(paragraph.body()));
        case "spark.sql" -> {
          SparkSession.setActiveSession(spark);
          outputs.put(
              paragraph.title(),
              new NoteOutput(Display.table(spark.sql(paragraph.body()), MOST_ROWS)));
        }
        // What Zeppelin does without Spark.
        case "md", "spark.conf" -> assertThat(paragraph.body()).isNotBlank();
        default -> throw new AssertionError("unknown interpreter " + paragraph.interpreter());
      }
    }
    return outputs;
  }

  /** Runs some Scala; fails with the compiler's or the program's message. */
  NoteOutput interpret(String scala) {
    output.reset();
    Object result = Console.withOut(output, () -> repl().interpret(scala));
    String printed = output.toString(StandardCharsets.UTF_8);
    assertThat(result.toString()).as("%s%n%s", scala, printed).isEqualTo("Success");
    return new NoteOutput(printed);
  }

  @Override
  public void close() {
    loop.closeInterpreter();
  }
}
