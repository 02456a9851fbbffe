package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.TablePreprocessorParams.ARRAY;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.DENSE_VECTOR;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.ERROR;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.IDS;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.KEEP;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.PACKED_IDS;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.SPARSE_VECTOR;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.STANDARD;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.VECTOR;

import io.github.sparknn.preprocessing.internal.DatePart;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of one TablePreprocessor or its model. */
final class TableParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String[] DATE_PARTS =
      Arrays.stream(DatePart.values()).map(DatePart::text).toArray(String[]::new);

  final StringArrayParam numericCols;
  final StringArrayParam categoricalCols;
  final StringArrayParam dateCols;
  final StringArrayParam dateParts;
  final Param<String> outputCol;
  final Param<String> numericScaling;
  final StringArrayParam numericScalingOverrides;
  final ImputationParams imputation;
  final BooleanParam missingIndicator;
  final DoubleArrayParam clipQuantiles;
  final CategoricalEncodingParams categoricalEncoding;
  final Param<String> outputType;
  final Param<String> handleInvalid;

  TableParams(TablePreprocessorParams owner) {
    numericCols = columns(owner, "numericCols", "numeric and boolean columns, in order");
    categoricalCols = columns(owner, "categoricalCols", "columns of categories, in order");
    dateCols = columns(owner, "dateCols", "date and timestamp columns, in order");
    dateParts =
        new StringArrayParam(
            owner,
            "dateParts",
            "cycles of each date: " + String.join(", ", DATE_PARTS),
            ParamRules.someOf("dateParts", DATE_PARTS));
    outputCol = HasOutputCol.newOutputCol(owner);
    numericScaling =
        ChoiceParams.choice(owner, "numericScaling", "of numeric columns", Scaling.texts());
    numericScalingOverrides = ChoiceParams.overrides(owner, "numericScaling", Scaling.texts());
    imputation = new ImputationParams(owner, Imputation.texts());
    missingIndicator =
        new BooleanParam(
            owner, "missingIndicator", "whether a 1 after each number tells that it was missing");
    clipQuantiles =
        new DoubleArrayParam(
            owner,
            "clipQuantiles",
            "numbers outside of these two quantiles become them (0, 1: none do)",
            ParamRules.quantiles("clipQuantiles"));
    categoricalEncoding = new CategoricalEncodingParams(owner);
    outputType =
        ChoiceParams.choice(
            owner,
            "outputType",
            "array<float>, binary or Vector",
            ARRAY,
            IDS,
            PACKED_IDS,
            VECTOR,
            SPARSE_VECTOR,
            DENSE_VECTOR);
    handleInvalid =
        ChoiceParams.choice(
            owner, "handleInvalid", "rows that cannot be encoded: fail or null", ERROR, KEEP);
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(TablePreprocessorParams owner) {
    owner.setDefault(numericCols, new String[0]);
    owner.setDefault(categoricalCols, new String[0]);
    owner.setDefault(dateCols, new String[0]);
    owner.setDefault(dateParts, new String[] {"timeOfDay", "dayOfWeek", "dayOfYear"});
    owner.setDefault(outputCol, "features");
    owner.setDefault(numericScaling, STANDARD);
    owner.setDefault(numericScalingOverrides, new String[0]);
    owner.setDefault(missingIndicator, false);
    owner.setDefault(clipQuantiles, new double[] {0, 1});
    owner.setDefault(outputType, ARRAY);
    imputation.setDefaults(owner);
    categoricalEncoding.setDefaults(owner);
    owner.setDefault(handleInvalid, ERROR);
  }

  private static StringArrayParam columns(TablePreprocessorParams owner, String name, String doc) {
    return new StringArrayParam(owner, name, doc, ParamRules.columnNames(name));
  }
}
