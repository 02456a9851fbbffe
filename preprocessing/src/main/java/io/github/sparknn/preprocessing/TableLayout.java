package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.DatePart;
import io.github.sparknn.preprocessing.internal.DateRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;

/** What is at each position of a TablePreprocessor's tensor. */
final class TableLayout {
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Long> vocabulary = new ArrayList<>();
  private final boolean ids;

  /**
   * @param categories of each categorical column
   */
  TableLayout(TablePreprocessorParams params, List<DateRule> dates, List<Categories> categories) {
    ids = params.getOutputType().equals(TablePreprocessorParams.IDS);
    for (String name : params.getNumericCols()) {
      add(NumericAttribute.defaultAttr().withName(name), 0);
      if (params.getMissingIndicator()) {
        add(BinaryAttribute.defaultAttr().withName(name + "=?"), 0);
      }
    }
    for (int k = 0; k < dates.size(); k++) {
      for (DatePart part : dates.get(k).parts()) {
        String name = params.getDateCols()[k] + ":" + part.text();
        add(NumericAttribute.defaultAttr().withName(name + ":sin"), 0);
        add(NumericAttribute.defaultAttr().withName(name + ":cos"), 0);
      }
    }
    String[] columns = params.getCategoricalCols();
    List<CategoricalEncoding> encodings = CategoricalEncoding.of(params);
    for (int j = 0; j < columns.length; j++) {
      switch (encodings.get(j)) {
        case HASH -> addHashed(columns[j], params.getHashBuckets());
        case ONE_HOT -> addCategories(columns[j], categories.get(j));
        case INDEX -> add(nominal(columns[j], categories.get(j)), 0);
        case FREQUENCY -> add(NumericAttribute.defaultAttr().withName(columns[j]), 0);
      }
    }
  }

  private void addHashed(String column, int buckets) {
    if (ids) {
      add(NominalAttribute.defaultAttr().withName(column).withNumValues(buckets + 1), buckets + 1L);
      return;
    }
    for (int bucket = 0; bucket < buckets; bucket++) {
      add(BinaryAttribute.defaultAttr().withName(column + "#" + bucket), 0);
    }
    add(BinaryAttribute.defaultAttr().withName(column + "=?"), 0);
  }

  private void addCategories(String column, Categories categories) {
    if (ids) {
      add(nominal(column, categories), categories.names().size() + 1L);
      return;
    }
    for (String category : categories.names()) {
      add(BinaryAttribute.defaultAttr().withName(column + "=" + category), 0);
    }
    add(BinaryAttribute.defaultAttr().withName(column + "=" + categories.other()), 0);
  }

  private static Attribute nominal(String column, Categories categories) {
    List<String> values = new ArrayList<>(categories.names());
    values.add(categories.other());
    return NominalAttribute.defaultAttr()
        .withName(column)
        .withValues(values.toArray(String[]::new));
  }

  private void add(Attribute attribute, long vocabularySize) {
    attributes.add(attribute);
    vocabulary.add(vocabularySize);
  }

  int width() {
    return attributes.size();
  }

  /**
   * Name and kind of each position: {@code DepDelay}, {@code DepDelay=?} for its indicator, {@code
   * Date:month:sin}, {@code Carrier=AA}, {@code Carrier#17} for a hash value, {@code Carrier=?} for
   * unseen and missing; {@code Carrier} where the position holds an id, an index or a share.
   */
  List<Attribute> attributes() {
    return attributes;
  }

  List<String> names() {
    return attributes.stream().map(Attribute::name).map(name -> name.get()).toList();
  }

  /** Number of ids at each position, 0 where it holds a number. */
  long[] vocabulary() {
    return vocabulary.stream().mapToLong(Long::longValue).toArray();
  }
}
