package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.TablePreprocessorParams.ARRAY;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.DENSE_VECTOR;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.ERROR;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.IDS;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.KEEP;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.MEAN;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.ONE_HOT;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.SPARSE_VECTOR;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.STANDARD;
import static io.github.sparknn.preprocessing.TablePreprocessorParams.VECTOR;

import io.github.sparknn.preprocessing.internal.DatePart;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of one TablePreprocessor or its model. */
final class TableParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_MAX_CATEGORIES = 1000;
  private static final String[] DATE_PARTS =
      Arrays.stream(DatePart.values()).map(DatePart::text).toArray(String[]::new);
  private static final int DEFAULT_HASH_BUCKETS = 1024;
  private static final double DEFAULT_RELATIVE_ERROR = 0.001;

  final StringArrayParam numericCols;
  final StringArrayParam categoricalCols;
  final StringArrayParam dateCols;
  final StringArrayParam dateParts;
  final Param<String> outputCol;
  final Param<String> numericScaling;
  final StringArrayParam numericScalingOverrides;
  final Param<String> imputation;
  final StringArrayParam imputationOverrides;
  final DoubleParam fillValue;
  final BooleanParam missingIndicator;
  final DoubleArrayParam clipQuantiles;
  final DoubleParam relativeError;
  final Param<String> categoricalEncoding;
  final StringArrayParam categoricalEncodingOverrides;
  final IntParam hashBuckets;
  final IntParam minCategoryCount;
  final Param<String> outputType;
  final IntParam maxCategories;
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
    numericScaling = choice(owner, "numericScaling", "of numeric columns", Scaling.texts());
    numericScalingOverrides = overrides(owner, "numericScaling", Scaling.texts());
    imputation =
        choice(owner, "imputation", "for null and NaN in numeric columns", Imputation.texts());
    imputationOverrides = overrides(owner, "imputation", Imputation.texts());
    fillValue =
        new DoubleParam(
            owner,
            "fillValue",
            "stands for a missing number with imputation constant",
            ParamRules.finite("fillValue"));
    missingIndicator =
        new BooleanParam(
            owner, "missingIndicator", "whether a 1 after each number tells that it was missing");
    clipQuantiles =
        new DoubleArrayParam(
            owner,
            "clipQuantiles",
            "numbers outside of these two quantiles become them (0, 1: none do)",
            ParamRules.quantiles("clipQuantiles"));
    relativeError =
        new DoubleParam(
            owner,
            "relativeError",
            "of the rank of quantiles (> 0, < 1)",
            ParamRules.fraction("relativeError"));
    categoricalEncoding =
        choice(owner, "categoricalEncoding", "of categories", CategoricalEncoding.texts());
    categoricalEncodingOverrides =
        overrides(owner, "categoricalEncoding", CategoricalEncoding.texts());
    hashBuckets =
        new IntParam(
            owner,
            "hashBuckets",
            "hash values of a column with categoricalEncoding hash (>= 1, <= 16777215)",
            ParamRules.exactFloat("hashBuckets"));
    minCategoryCount =
        new IntParam(
            owner,
            "minCategoryCount",
            "how often a value comes at fit, at least, to be a category (>= 1)",
            ParamRules.positive("minCategoryCount"));
    outputType =
        choice(
            owner,
            "outputType",
            "array<float> or Vector",
            ARRAY,
            IDS,
            VECTOR,
            SPARSE_VECTOR,
            DENSE_VECTOR);
    maxCategories =
        new IntParam(
            owner,
            "maxCategories",
            "categories kept per column, the most frequent ones (>= 1)",
            ParamRules.positive("maxCategories"));
    handleInvalid =
        choice(owner, "handleInvalid", "rows that cannot be encoded: fail or null", ERROR, KEEP);
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
    owner.setDefault(imputation, MEAN);
    owner.setDefault(imputationOverrides, new String[0]);
    owner.setDefault(fillValue, 0.0);
    owner.setDefault(missingIndicator, false);
    owner.setDefault(clipQuantiles, new double[] {0, 1});
    owner.setDefault(relativeError, DEFAULT_RELATIVE_ERROR);
    owner.setDefault(categoricalEncoding, ONE_HOT);
    owner.setDefault(categoricalEncodingOverrides, new String[0]);
    owner.setDefault(hashBuckets, DEFAULT_HASH_BUCKETS);
    owner.setDefault(minCategoryCount, 1);
    owner.setDefault(outputType, ARRAY);
    owner.setDefault(maxCategories, DEFAULT_MAX_CATEGORIES);
    owner.setDefault(handleInvalid, ERROR);
  }

  private static StringArrayParam columns(TablePreprocessorParams owner, String name, String doc) {
    return new StringArrayParam(owner, name, doc, ParamRules.columnNames(name));
  }

  private static StringArrayParam overrides(
      TablePreprocessorParams owner, String param, String... choices) {
    String name = param + "Overrides";
    return new StringArrayParam(
        owner,
        name,
        "column=choice where " + param + " is another",
        ParamRules.overrides(name, choices));
  }

  private static Param<String> choice(
      TablePreprocessorParams owner, String name, String doc, String... choices) {
    String text = doc + " (" + String.join(", ", choices) + ")";
    return new Param<>(owner, name, text, ParamRules.oneOf(name, choices));
  }
}
