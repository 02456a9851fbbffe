package io.github.sparknn.estimators.scoring;

import static org.apache.spark.sql.functions.col;

import io.github.sparknn.datasets.ColumnNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * Adds a model's outputs to a DataFrame, lazily, as a part of the plan that Spark's optimizer sees
 * through: filters and column pruning go below it, unused scores are not computed, rows keep their
 * order. Internal: used by this library's models only.
 */
public final class BatchScoring {
  private static final Pattern FUNCTION_NAME = Pattern.compile("\\w+");

  private BatchScoring() {}

  /**
   * The DataFrame with the columns of {@link BatchModel#outputSchema()} at its end, their metadata
   * included. Works on streaming DataFrames too. The session learns to plan it in batches; any
   * other session computes it row by row.
   *
   * @param df rows to score; unchanged
   * @param inputCols names of top-level columns, as they are (a dot is a part of the name)
   * @throws IllegalArgumentException when an input column is missing, an output column exists
   *     already, or the model's batch size is below 1
   */
  public static Dataset<Row> score(Dataset<?> df, String[] inputCols, BatchModel model) {
    if (model.batchSize() < 1) {
      throw new IllegalArgumentException(
          "Invalid batchSize: %d (must be > 0)".formatted(model.batchSize()));
    }
    checkColumns(df, inputCols, model.outputSchema());
    install(df.sparkSession());
    List<Expression> inputs = new ArrayList<>();
    for (String input : inputCols) {
      inputs.add(ColumnNames.column(input).expr());
    }
    ScoreFunction function = new ScoreFunction(model);
    Column scores =
        new Column(new UserDefinedGenerator(function.schema(), function, ScalaSeqs.seq(inputs)));
    return df.select(col("*"), scores.as(model.outputSchema().fieldNames()));
  }

  /**
   * Gives the session a temporary SQL function that computes an output of a model: in batches in
   * projections, filters, aggregates and sorts, else row by row. Another temporary function of that
   * name is replaced.
   *
   * @param name letters, digits and _
   * @param inputs names of the arguments in order, for messages
   * @param model gives rows with null in an input no score
   * @param output position among the model's outputs
   * @throws IllegalArgumentException if the name is none, or that of one of Spark's own functions
   */
  public static void registerFunction(
      SparkSession spark, String name, List<String> inputs, BatchModel model, int output) {
    requireFree(name);
    install(spark);
    ScoreFunction function = new ScoreFunction(model).keeping(new int[] {output});
    spark
        .sessionState()
        .functionRegistry()
        .createOrReplaceTempFunction(
            name,
            new AbstractFunction1<Seq<Expression>, Expression>() {
              @Override
              public Expression apply(Seq<Expression> arguments) {
                if (arguments.size() != inputs.size()) {
                  throw new IllegalArgumentException(
                      "Cannot call %s: the number of arguments is %d (must be %d: %s)"
                          .formatted(
                              name, arguments.size(), inputs.size(), String.join(", ", inputs)));
                }
                return new ScoreExpression(name, function, arguments);
              }
            },
            "java_udf");
  }

  private static void requireFree(String name) {
    if (!FUNCTION_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid function name: '%s' (must be letters, digits and _)".formatted(name));
    } else if (FunctionRegistry.builtin().functionExists(new FunctionIdentifier(name))) {
      throw new IllegalArgumentException(
          "Invalid function name: '%s' (must be none of Spark's own functions)".formatted(name));
    }
  }

  private static void checkColumns(Dataset<?> df, String[] inputCols, StructType outputs) {
    String[] columns = df.columns();
    for (String input : inputCols) {
      if (!contains(df, columns, input)) {
        throw new IllegalArgumentException(
            "Cannot score: column '%s' is missing, there are %s"
                .formatted(input, Arrays.toString(columns)));
      }
    }
    for (String output : outputs.fieldNames()) {
      if (contains(df, columns, output)) {
        throw new IllegalArgumentException(
            "Cannot score: column '%s' exists already".formatted(output));
      }
    }
  }

  private static boolean contains(Dataset<?> df, String[] columns, String name) {
    boolean caseSensitive = df.sparkSession().sessionState().conf().caseSensitiveAnalysis();
    return Arrays.stream(columns)
        .anyMatch(column -> caseSensitive ? column.equals(name) : column.equalsIgnoreCase(name));
  }

  /** Gives the session our planner strategy and our optimizer rule, unless it has them. */
  static void install(SparkSession session) {
    ExperimentalMethods methods = session.experimental();
    synchronized (methods) {
      Seq<SparkStrategy> strategies = methods.extraStrategies();
      methods.extraStrategies_$eq(with(strategies, ScoreStrategy.class, new ScoreStrategy()));
      Seq<Rule<LogicalPlan>> rules = methods.extraOptimizations();
      rules = with(rules, ExtractScores.class, new ExtractScores());
      methods.extraOptimizations_$eq(with(rules, PruneScores.class, new PruneScores()));
    }
  }

  private static <T> Seq<T> with(Seq<T> present, Class<? extends T> type, T missing) {
    List<T> all = new ArrayList<>(ScalaSeqs.list(present));
    if (all.stream().anyMatch(type::isInstance)) {
      return present;
    }
    all.add(missing);
    return ScalaSeqs.seq(all);
  }
}
