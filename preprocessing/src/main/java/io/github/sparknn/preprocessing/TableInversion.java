package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.Decoding;
import io.github.sparknn.preprocessing.internal.TableEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/** How the columns of a TablePreprocessor are found again in its tensors. */
final class TableInversion {
  private final TablePreprocessorParams params;
  private final TableStatistics statistics;
  private final TableEncoding encoding;
  private final List<NumberTreatment> treatments;
  private final CategoricalColumns categorical;

  TableInversion(
      TablePreprocessorParams params, TableStatistics statistics, TableEncoding encoding) {
    this.params = params;
    this.statistics = statistics;
    this.encoding = encoding;
    treatments = NumberTreatment.of(params);
    categorical = TableSchema.categorical(params);
  }

  /**
   * The column out of a tensor.
   *
   * @throws IllegalArgumentException there is no such column, or it cannot be inverted
   */
  Column restored(String column, Inversion tensors) {
    int number = Arrays.asList(params.getNumericCols()).indexOf(column);
    if (number >= 0) {
      return tensors.decode(source -> number(number, source));
    }
    int category = Arrays.asList(params.getCategoricalCols()).indexOf(column);
    if (category >= 0) {
      Categories learned = statistics.categories().get(category);
      return tensors
          .decode(source -> category(category, source))
          .cast(DataType.fromDDL(learned.type()));
    }
    throw Inversion.cannotInvert(column, reason(column));
  }

  private String reason(String column) {
    return Arrays.asList(params.getDateCols()).contains(column)
        ? "it became sines and cosines of its cycles, which keep no year"
        : "the model was fitted on "
            + Stream.of(params.getNumericCols(), params.getDateCols(), params.getCategoricalCols())
                .flatMap(Arrays::stream)
                .toList();
  }

  private Decoding number(int i, Decoding.Source source) {
    NumberTreatment treatment = treatments.get(i);
    if (treatment.clipped()) {
      throw Inversion.cannotInvert(
          treatment.column(), "it is clipped, which gives all numbers beyond a quantile one value");
    }
    int position = encoding.numberPosition(i);
    return new Decoding.OfNumber(
        source,
        position,
        treatment.indicator() ? position + 1 : -1,
        treatment.scaling().shift(statistics.numbers(), i),
        treatment.scaling().spread(statistics.numbers(), i),
        treatment.scaling().logarithmic());
  }

  private Decoding category(int j, Decoding.Source source) {
    Inversion.requireBijection(params.getCategoricalCols()[j], categorical.encoding(j));
    List<String> names = statistics.categories().get(j).names();
    return encoding.isExpanded(j)
        ? new Decoding.OfOneHot(source, encoding.offset(j), true, names)
        : new Decoding.OfId(source, encoding.offset(j), true, names);
  }
}
