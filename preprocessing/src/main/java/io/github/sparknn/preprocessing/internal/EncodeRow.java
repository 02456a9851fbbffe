package io.github.sparknn.preprocessing.internal;

import java.util.ArrayList;
import java.util.List;
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
 * or boolean), then its categorical ones (string). Public for generated code only.
 */
public final class EncodeRow extends NativeExpression<TableEncoding> {
  private static final long serialVersionUID = 1L;

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
    int numericColumns = parameters().numericColumns();
    for (int i = 0; i < children().size(); i++) {
      Object value = children().apply(i).eval(row);
      if (i >= numericColumns) {
        encoder.category(i - numericColumns, (UTF8String) value);
      } else if (value == null) {
        encoder.missing(i);
      } else {
        if (parameters().number(i).prepared()) {
          encoder.preparedNumber(i, toDouble(value));
        } else {
          encoder.number(i, toDouble(value));
        }
      }
    }
    return encoder.valid() ? encoder.result() : null;
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
    List<String> calls = new ArrayList<>();
    int numericColumns = parameters().numericColumns();
    for (int i = 0; i < children().size(); i++) {
      Expression child = children().apply(i);
      ExprCode value = child.genCode(context);
      String call =
          i < numericColumns
              ? numberCall(encoder, i, value, child.dataType())
              : categoryCall(encoder, i - numericColumns, value);
      calls.add(value.code() + "\n" + call);
    }
    String statements =
        encoder
            + ".start();\n"
            + context.splitExpressionsWithCurrentInputs(
                seq(calls),
                "encodeRow",
                context.splitExpressionsWithCurrentInputs$default$3(),
                context.splitExpressionsWithCurrentInputs$default$4(),
                context.splitExpressionsWithCurrentInputs$default$5(),
                context.splitExpressionsWithCurrentInputs$default$6());
    return resultCode(
        code, statements, nullable() ? "!" + encoder + ".valid()" : null, encoder + ".result()");
  }

  private String numberCall(String encoder, int i, ExprCode value, DataType type) {
    String number = "(double) " + value.value();
    if (type instanceof BooleanType) {
      number = value.value() + " ? 1.0 : 0.0";
    } else if (type instanceof DecimalType) {
      number = value.value() + ".toDouble()";
    }
    String method = parameters().number(i).prepared() ? "preparedNumber" : "number";
    return "if (%s) { %s.missing(%d); } else { %2$s.%s(%3$d, %s); }"
        .formatted(value.isNull(), encoder, i, method, number);
  }

  private static String categoryCall(String encoder, int j, ExprCode value) {
    return "%s.category(%d, %s ? null : %s);".formatted(encoder, j, value.isNull(), value.value());
  }
}
