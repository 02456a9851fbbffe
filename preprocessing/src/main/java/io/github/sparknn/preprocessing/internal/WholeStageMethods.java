package io.github.sparknn.preprocessing.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.EmptyBlock$;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprValue;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.catalyst.expressions.codegen.SimpleExprValue;
import org.apache.spark.sql.catalyst.expressions.codegen.VariableValue;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;

/**
 * Code of a whole stage in methods of its class: HotSpot compiles none of more than 8,000 bytes,
 * and the JVM takes none of more than 64 KiB. The methods get the variables that their expressions
 * read; where these are not yet evaluated, that is done before the calls.
 */
final class WholeStageMethods {
  /** Parameters of a method, where double and long count twice, less one for {@code this}. */
  private static final int MAX_PARAMETER_SLOTS = 254;

  private final CodegenContext context;
  private final String name;
  private final StringBuilder calls = new StringBuilder();

  /** Of the method that is being written: name and type of its parameters, and its statements. */
  private final Map<String, Class<?>> parameters = new LinkedHashMap<>();

  private final StringBuilder body = new StringBuilder();

  WholeStageMethods(CodegenContext context, String name) {
    this.context = context;
    this.name = name;
  }

  /** Statements that evaluate the expression and read nothing else. */
  void add(Expression expression, Supplier<String> statements) {
    Map<String, Class<?>> variables = new LinkedHashMap<>(variables(expression));
    Map<String, Class<?>> all = new LinkedHashMap<>(parameters);
    all.putAll(variables);
    if (slots(all) > MAX_PARAMETER_SLOTS) {
      end();
      all = variables;
    }
    if (slots(all) > MAX_PARAMETER_SLOTS) { // an expression that reads so many is left in place
      calls.append(statements.get()).append('\n');
      return;
    }
    parameters.putAll(variables);
    body.append(statements.get()).append('\n');
    if (body.length() > SQLConf.get().methodSplitThreshold()) {
      end();
    }
  }

  /** The statements that call all methods. */
  String calls() {
    end();
    return calls.toString();
  }

  private void end() {
    if (body.length() == 0) {
      return;
    }
    List<String> declared = new ArrayList<>();
    parameters.forEach(
        (variable, type) -> declared.add(CodeGenerator.typeName(type) + " " + variable));
    String method = context.freshName(name);
    String code =
        "private void %s(%s) {\n%s}\n".formatted(method, String.join(", ", declared), body);
    calls.append(
        "%s(%s);\n"
            .formatted(
                context.addNewFunction(method, code, false),
                String.join(", ", parameters.keySet())));
    parameters.clear();
    body.setLength(0);
  }

  private Map<String, Class<?>> variables(Expression expression) {
    nameInputs(expression);
    var inputs =
        CodeGenerator.getLocalInputVariableValues(
            context, expression, context.subExprEliminationExprs());
    for (ExprCode unevaluated : JavaConverters.setAsJavaSet(inputs._2())) {
      calls.append(unevaluated.code()).append('\n');
    }
    Map<String, Class<?>> variables = new LinkedHashMap<>();
    JavaConverters.setAsJavaSet(inputs._1()).stream()
        .sorted((a, b) -> a.variableName().compareTo(b.variableName()))
        .forEach(variable -> variables.put(variable.variableName(), variable.javaType()));
    return variables;
  }

  /** Makes variables of inputs that are expressions over variables, which no method could read. */
  private void nameInputs(Expression expression) {
    if (expression instanceof BoundReference reference && context.currentVars() != null) {
      ExprCode input = context.currentVars().apply(reference.ordinal());
      if (input != null
          && (input.value() instanceof SimpleExprValue
              || input.isNull() instanceof SimpleExprValue)) {
        Block code = input.code();
        calls.append(code).append('\n');
        input.code_$eq(EmptyBlock$.MODULE$);
        input.isNull_$eq(named(input.isNull(), DataTypes.BooleanType));
        input.value_$eq(named(input.value(), reference.dataType()));
      }
    }
    for (int i = 0; i < expression.children().size(); i++) {
      nameInputs(expression.children().apply(i));
    }
  }

  private ExprValue named(ExprValue value, DataType type) {
    if (!(value instanceof SimpleExprValue)) {
      return value;
    }
    VariableValue variable = JavaCode.variable(context.freshName("input"), type);
    calls.append(
        "final %s %s = %s;\n"
            .formatted(CodeGenerator.javaType(type), variable.variableName(), value.code()));
    return variable;
  }

  private static int slots(Map<String, Class<?>> parameters) {
    return parameters.values().stream()
        .mapToInt(type -> type == long.class || type == double.class ? 2 : 1)
        .sum();
  }
}
