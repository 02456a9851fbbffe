package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.DatePart;
import io.github.sparknn.preprocessing.internal.DateRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
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
    ids = HasOutputType.output(params).holdsIds();
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
    CategoricalColumns columns = TableSchema.categorical(params);
    for (int j = 0; j < categories.size(); j++) {
      addCategories(columns, j, categories.get(j));
    }
  }

  private void addCategories(CategoricalColumns columns, int j, Categories categories) {
    boolean expands = columns.encoding(j).expands();
    if (expands && !ids) {
      columns.positions(j, categories, true).forEach(attribute -> add(attribute, 0));
    } else {
      add(columns.value(j, categories, true), expands ? columns.ids(j, categories) : 0);
    }
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
