package io.github.sparknn.preprocessing;

import java.io.Serializable;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of {@link HasCategoricalEncoding} of one stage. */
final class CategoricalEncodingParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_MAX_CATEGORIES = 1000;
  private static final int DEFAULT_HASH_BUCKETS = 1024;

  final Param<String> encoding;
  final StringArrayParam overrides;
  final IntParam hashBuckets;
  final IntParam minCategoryCount;
  final IntParam maxCategories;

  CategoricalEncodingParams(HasCategoricalEncoding owner) {
    encoding =
        ChoiceParams.choice(
            owner, "categoricalEncoding", "of categories", CategoricalEncoding.texts());
    overrides = ChoiceParams.overrides(owner, "categoricalEncoding", CategoricalEncoding.texts());
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
    maxCategories =
        new IntParam(
            owner,
            "maxCategories",
            "categories kept per column, the most frequent ones (>= 1)",
            ParamRules.positive("maxCategories"));
  }

  /** For the owner's constructor, once the owner holds this. */
  void setDefaults(HasCategoricalEncoding owner) {
    owner.setDefault(encoding, HasCategoricalEncoding.ONE_HOT);
    owner.setDefault(overrides, new String[0]);
    owner.setDefault(hashBuckets, DEFAULT_HASH_BUCKETS);
    owner.setDefault(minCategoryCount, 1);
    owner.setDefault(maxCategories, DEFAULT_MAX_CATEGORIES);
  }
}
