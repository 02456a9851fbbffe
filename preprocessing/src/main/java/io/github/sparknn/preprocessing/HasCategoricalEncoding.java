package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** Stages that encode categories. */
public interface HasCategoricalEncoding extends Params {
  /** One position a category and one for unseen and missing values. */
  String ONE_HOT = "oneHot";

  /** The number of the category. */
  String INDEX = "index";

  /** One position a hash value and one for missing values. */
  String HASH = "hash";

  /** The share of rows that had the category at fit. */
  String FREQUENCY = "frequency";

  /** Where the stage holds these params. */
  CategoricalEncodingParams categoricalEncodingParams();

  /** {@value #ONE_HOT}, {@value #INDEX}, {@value #HASH} or {@value #FREQUENCY}. */
  default Param<String> categoricalEncoding() {
    return categoricalEncodingParams().encoding;
  }

  /** Texts {@code column=encoding} for columns that are encoded otherwise. */
  default StringArrayParam categoricalEncodingOverrides() {
    return categoricalEncodingParams().overrides;
  }

  /** Hash values of a column with encoding {@value #HASH}. */
  default IntParam hashBuckets() {
    return categoricalEncodingParams().hashBuckets;
  }

  /** How often a value comes at fit, at least, to be a category of its own. */
  default IntParam minCategoryCount() {
    return categoricalEncodingParams().minCategoryCount;
  }

  /** Categories kept per column; the rest counts as unseen. */
  default IntParam maxCategories() {
    return categoricalEncodingParams().maxCategories;
  }

  /** Encoding of categorical columns (default {@value #ONE_HOT}). */
  default String getCategoricalEncoding() {
    return getOrDefault(categoricalEncoding());
  }

  /** Columns that are encoded otherwise, as {@code column=encoding} (default none). */
  default String[] getCategoricalEncodingOverrides() {
    return getOrDefault(categoricalEncodingOverrides());
  }

  /** Hash values of a column with encoding {@value #HASH} (default 1024). */
  default int getHashBuckets() {
    return (Integer) getOrDefault(hashBuckets());
  }

  /** How often a value comes at fit, at least, to be a category of its own (default 1). */
  default int getMinCategoryCount() {
    return (Integer) getOrDefault(minCategoryCount());
  }

  /** Categories kept per column (default 1000). */
  default int getMaxCategories() {
    return (Integer) getOrDefault(maxCategories());
  }
}
