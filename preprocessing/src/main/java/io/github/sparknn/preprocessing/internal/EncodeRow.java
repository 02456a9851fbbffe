package io.github.sparknn.preprocessing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/**
 * The tensor of a row, by a {@link TableEncoding}. Children: its numeric columns (any numeric type
 * or boolean), its dates (timestamp_ntz), its categorical ones (string). Public for generated code
 * only.
 */
public final class EncodeRow extends NativeExpression<TableEncoding> {
  private static final long serialVersionUID = 1L;

  /** Size of an expression whose code is left in one method. */
  private static final int INLINE_NODES = 64;

  /** Called by Spark's tree transformations too. */
  public EncodeRow(TableEncoding encoding, Seq<Expression> children) {
    super(encoding, children);
  }

  @Override
  public DataType dataType() {
    return parameters().dataType();
  }

  @Override
  public boolean nullable() {
    return parameters().nullable();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new EncodeRow(parameters(), newChildren);
  }

  @Override
  public String toString() {
    return "encode_row(" + children().size() + " columns to " + parameters().width() + " values)";
  }

  @Override
  public Object eval(InternalRow row) {
    RowEncoder encoder = parameters().encoder();
    encoder.start();
    for (int i = 0; i < children().size(); i++) {
      encode(encoder, i, children().apply(i).eval(row));
    }
    return encoder.valid() ? encoder.result() : null;
  }

  private void encode(RowEncoder encoder, int i, Object value) {
    int date = i - parameters().numericColumns();
    int category = date - parameters().dateColumns();
    if (category >= 0) {
      encoder.category(category, (UTF8String) value);
    } else if (date >= 0 && value == null) {
      encoder.missingDate(date);
    } else if (date >= 0) {
      encoder.date(date, (Long) value);
    } else if (value == null) {
      encoder.missing(i);
    } else if (parameters().number(i).prepared()) {
      encoder.preparedNumber(i, toDouble(value));
    } else {
      encoder.number(i, toDouble(value));
    }
  }

  private static double toDouble(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return value instanceof Decimal decimal ? decimal.toDouble() : ((Number) value).doubleValue();
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    String encoding =
        context.addReferenceObj(
            "tableEncoding", parameters(), TableEncoding.class.getCanonicalName());
    String encoder = addField(context, RowEncoder.class, "rowEncoder", encoding + ".encoder()");
    String statements = encoder + ".start();\n" + calls(context, encoder);
    return resultCode(
        code, statements, nullable() ? "!" + encoder + ".valid()" : null, encoder + ".result()");
  }

  private String calls(CodegenContext context, String encoder) {
    if (context.INPUT_ROW() == null || context.currentVars() != null) {
      return size(this) > INLINE_NODES
          ? callsOfMethods(context, encoder)
          : String.join("\n", inlineCalls(context, encoder));
    }
    return context.splitExpressionsWithCurrentInputs(
        seq(inlineCalls(context, encoder)),
        "encodeRow",
        context.splitExpressionsWithCurrentInputs$default$3(),
        context.splitExpressionsWithCurrentInputs$default$4(),
        context.splitExpressionsWithCurrentInputs$default$5(),
        context.splitExpressionsWithCurrentInputs$default$6());
  }

  private List<String> inlineCalls(CodegenContext context, String encoder) {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < children().size(); i++) {
      calls.add(statements(context, encoder, i));
    }
    return calls;
  }

  private String statements(CodegenContext context, String encoder, int i) {
    ExprCode value = children().apply(i).genCode(context);
    return value.code() + "\n" + call(encoder, i, value.isNull().code(), value.value().code());
  }

  /** The calls in methods of their own, as Spark does not split the code of a whole stage. */
  private String callsOfMethods(CodegenContext context, String encoder) {
    WholeStageMethods methods = new WholeStageMethods(context, "encodeColumns");
    for (int i = 0; i < children().size(); i++) {
      methods.add(children().apply(i), statementsOf(context, encoder, i));
    }
    return methods.calls();
  }

  private Supplier<String> statementsOf(CodegenContext context, String encoder, int i) {
    return () -> statements(context, encoder, i);
  }

  private static int size(Expression expression) {
    int size = 1;
    for (int i = 0; i < expression.children().size(); i++) {
      size += size(expression.children().apply(i));
    }
    return size;
  }

  private String call(String encoder, int i, String isNull, String value) {
    int date = i - parameters().numericColumns();
    int category = date - parameters().dateColumns();
    if (category >= 0) {
      return "%s.category(%d, %s ? null : %s);".formatted(encoder, category, isNull, value);
    }
    return date >= 0
        ? "if (%s) { %s.missingDate(%d); } else { %2$s.date(%3$d, %s); }"
            .formatted(isNull, encoder, date, value)
        : numberCall(encoder, i, isNull, value);
  }

  private String numberCall(String encoder, int i, String isNull, String value) {
    DataType type = children().apply(i).dataType();
    String number = "(double) " + value;
    if (type instanceof BooleanType) {
      number = value + " ? 1.0 : 0.0";
    } else if (type instanceof DecimalType) {
      number = value + ".toDouble()";
    }
    String method = parameters().number(i).prepared() ? "preparedNumber" : "number";
    return "if (%s) { %s.missing(%d); } else { %2$s.%s(%3$d, %s); }"
        .formatted(isNull, encoder, i, method, number);
  }
}
