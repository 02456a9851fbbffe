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
 * or boolean), its dates (timestamp_ntz), its categorical ones (string). Public for generated code
 * only.
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
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < children().size(); i++) {
      Expression child = children().apply(i);
      ExprCode value = child.genCode(context);
      calls.add(value.code() + "\n" + call(encoder, i, value, child.dataType()));
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

  private String call(String encoder, int i, ExprCode value, DataType type) {
    int date = i - parameters().numericColumns();
    int category = date - parameters().dateColumns();
    if (category >= 0) {
      return categoryCall(encoder, category, value);
    }
    return date >= 0 ? dateCall(encoder, date, value) : numberCall(encoder, i, value, type);
  }

  private static String dateCall(String encoder, int k, ExprCode value) {
    return "if (%s) { %s.missingDate(%d); } else { %2$s.date(%3$d, %s); }"
        .formatted(value.isNull(), encoder, k, value.value());
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
