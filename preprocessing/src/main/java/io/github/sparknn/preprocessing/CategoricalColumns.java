package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.CategoryCounts;
import io.github.sparknn.preprocessing.internal.CategoryEncoding;
import io.github.sparknn.preprocessing.internal.TableSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The categorical columns of a stage: what is learned of them, and what becomes of them. */
final class CategoricalColumns {
  private final HasCategoricalEncoding params;
  private final List<String> names;
  private final String namesParam;
  private final List<CategoricalEncoding> encodings;

  /**
   * @param namesParam the param that names the columns, for messages
   * @throws IllegalArgumentException params that do not go together
   */
  CategoricalColumns(HasCategoricalEncoding params, String[] names, String namesParam) {
    this.params = params;
    this.names = List.of(names);
    this.namesParam = namesParam;
    this.encodings = CategoricalEncoding.of(params, names, namesParam);
  }

  CategoricalEncoding encoding(int column) {
    return encodings.get(column);
  }

  /**
   * Throws IllegalArgumentException when a column's values as strings are not written as at fit: 1
   * is 1.0 as double and true as boolean. All integral types and strings are written alike.
   */
  void requireTypes(StructType schema, List<Categories> learned) {
    for (int j = 0; j < names.size(); j++) {
      StructField field = Columns.find(schema, namesParam, names.get(j));
      DataType fitted = DataType.fromDDL(learned.get(j).type());
      boolean whole = isIntegralOrString(fitted);
      if (!(field.dataType().equals(fitted) || (whole && isIntegralOrString(field.dataType())))) {
        String type = fitted.simpleString();
        String expected = whole ? "an integral type or string" : type;
        throw Columns.wrongType(namesParam, field, expected + " (at fit it was " + type + ")");
      }
    }
  }

  private static boolean isIntegralOrString(DataType type) {
    return type instanceof StringType || type instanceof IntegralType;
  }

  /** All columns as strings. */
  List<Column> texts(Dataset<?> data) {
    return names.stream().map(name -> text(data, name)).toList();
  }

  /** Those of which something is to be learned, as strings. */
  List<Column> learnedTexts(Dataset<?> data) {
    List<Column> texts = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      if (encodings.get(j).learns()) {
        texts.add(text(data, names.get(j)));
      }
    }
    return texts;
  }

  /** As string; NaN is null, -0 is 0. */
  private static Column text(Dataset<?> data, String name) {
    Column column = Columns.of(data, name);
    DataType type = data.schema().apply(name).dataType();
    if (type instanceof DoubleType || type instanceof FloatType) {
      Column zero = functions.lit(0).cast(type);
      column = functions.when(functions.not(functions.isnan(column)), column.plus(zero));
    }
    return column.cast(DataTypes.StringType);
  }

  /**
   * What the summary tells of each column.
   *
   * @param stage its name, for messages
   * @param summary of the {@link #learnedTexts}
   * @throws IllegalArgumentException a column has too many values
   */
  List<Categories> learn(String stage, TableSummary summary, StructType schema) {
    List<Categories> all = new ArrayList<>();
    int counted = 0;
    for (int j = 0; j < names.size(); j++) {
      String type = schema.apply(names.get(j)).dataType().sql();
      if (!encodings.get(j).learns()) {
        all.add(Categories.unknown(type));
        continue;
      }
      CategoryCounts counts = summary.categories(counted++);
      if (counts.overLimit()) {
        throw new IllegalArgumentException(
            "Cannot fit %s: column '%s' has more than %d distinct values, or 256 MiB of them, too"
                    .formatted(stage, names.get(j), TableSummary.MAX_DISTINCT)
                + " many to learn (categoricalEncoding = hash learns none)");
      }
      Map<String, Long> kept =
          counts.mostFrequent(params.getMaxCategories(), params.getMinCategoryCount());
      all.add(Categories.of(kept, summary.rows(), type));
    }
    return all;
  }

  /**
   * How a column's strings become values.
   *
   * @throws IllegalArgumentException what was learned lacks what the params want
   */
  CategoryEncoding encoding(int column, Categories categories) {
    CategoricalEncoding encoding = encodings.get(column);
    if (encoding.learns() && !categories.known()) {
      throw new IllegalArgumentException(
          "Invalid categoricalEncoding: %s (must be as at fit, where column '%s' was fitted for another)"
              .formatted(encoding.text(), names.get(column)));
    }
    return switch (encoding) {
      case ONE_HOT -> CategoryEncoding.oneHot(categories.names());
      case INDEX -> CategoryEncoding.index(categories.names());
      case HASH -> CategoryEncoding.hash(params.getHashBuckets());
      case FREQUENCY ->
          CategoryEncoding.values(
              categories.names(),
              categories.shares().stream().mapToDouble(Double::doubleValue).toArray());
    };
  }

  /** Number of ids, the last one for other and missing values. */
  int ids(int column, Categories categories) {
    return 1
        + (encodings.get(column) == CategoricalEncoding.HASH
            ? params.getHashBuckets()
            : categories.names().size());
  }

  /**
   * Name and kind of each position of a column with a position for each id.
   *
   * @param others whether there is an id for other and missing values
   */
  List<Attribute> positions(int column, Categories categories, boolean others) {
    List<Attribute> attributes = new ArrayList<>();
    String name = names.get(column);
    if (encodings.get(column) == CategoricalEncoding.HASH) {
      for (int bucket = 0; bucket < params.getHashBuckets(); bucket++) {
        attributes.add(BinaryAttribute.defaultAttr().withName(name + "#" + bucket));
      }
    }
    for (String category : categories.names()) {
      attributes.add(BinaryAttribute.defaultAttr().withName(name + "=" + category));
    }
    if (others) {
      attributes.add(BinaryAttribute.defaultAttr().withName(name + "=" + categories.other()));
    }
    return attributes;
  }

  /**
   * Name and kind of a column with one value, an id or a share.
   *
   * @param others whether there is an id for other and missing values
   */
  Attribute value(int column, Categories categories, boolean others) {
    String name = names.get(column);
    return switch (encodings.get(column)) {
      case FREQUENCY -> NumericAttribute.defaultAttr().withName(name);
      case HASH ->
          NominalAttribute.defaultAttr()
              .withName(name)
              .withNumValues(params.getHashBuckets() + (others ? 1 : 0));
      case ONE_HOT, INDEX -> {
        List<String> values = new ArrayList<>(categories.names());
        if (others) {
          values.add(categories.other());
        }
        yield NominalAttribute.defaultAttr()
            .withName(name)
            .withValues(values.toArray(String[]::new));
      }
    };
  }
}
