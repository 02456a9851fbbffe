package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;

import io.github.sparknn.preprocessing.PackedFloats;
import io.github.sparknn.preprocessing.TablePreprocessorModel;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;

/** What TablePreprocessor does, in Spark ML's stages, with the outputs at the same positions. */
final class SparkMlTable {
  private static final double TOLERANCE = 1e-6;
  private static final long SAMPLE = 1000;
  private static final int SCALER = 4;
  private static final String FEATURES = "features";

  private SparkMlTable() {}

  static Pipeline pipeline() {
    String[] numbers = MixedTable.numbers();
    String[] categories = MixedTable.categories();
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new Imputer().setInputCols(numbers).setOutputCols(suffixed(numbers, "_imputed")),
              new StringIndexer()
                  .setInputCols(categories)
                  .setOutputCols(suffixed(categories, "_index"))
                  .setStringOrderType("alphabetAsc")
                  .setHandleInvalid("keep"),
              new OneHotEncoder()
                  .setInputCols(suffixed(categories, "_index"))
                  .setOutputCols(suffixed(categories, "_hot"))
                  .setDropLast(false),
              new VectorAssembler()
                  .setInputCols(suffixed(numbers, "_imputed"))
                  .setOutputCol("numbers"),
              new StandardScaler().setWithMean(true).setInputCol("numbers").setOutputCol("scaled"),
              new VectorAssembler()
                  .setInputCols(
                      Stream.concat(
                              Stream.of("scaled"), Arrays.stream(suffixed(categories, "_hot")))
                          .toArray(String[]::new))
                  .setOutputCol(FEATURES)
            });
  }

  private static String[] suffixed(String[] names, String suffix) {
    return Arrays.stream(names).map(name -> name + suffix).toArray(String[]::new);
  }

  /**
   * Requires the same outputs for a sample of rows. Spark ML takes the standard deviation after it
   * has filled in the means, SparkNN that of the values present: the quotient is taken out.
   *
   * @throws IllegalStateException if they differ
   */
  static void requireSameOutputs(
      Dataset<Row> table, long rows, PipelineModel peer, Iterable<TablePreprocessorModel> ours) {
    Dataset<Row> sample =
        table.filter(col("id").mod(Math.max(1, rows / SAMPLE)).equalTo(0)).orderBy("id");
    double[] peerStds = ((StandardScalerModel) peer.stages()[SCALER]).std().toArray();
    double[] expected = flat(peer.transform(sample));
    for (TablePreprocessorModel model : ours) {
      double[] actual = expanded(flat(model.transform(sample)), model.vocabularySizes());
      double[] stds = model.numericStds();
      int width = (int) (actual.length / sample.count());
      for (int i = 0; i < actual.length; i++) {
        int position = i % width;
        if (position < stds.length) {
          actual[i] *= stds[position] / peerStds[position];
        }
      }
      Agreement.requireEqual(
          "Features of Spark ML and SparkNN (" + model.getOutputType() + ")",
          expected,
          actual,
          TOLERANCE);
    }
  }

  /**
   * Ids as one-hot blocks.
   *
   * @param vocabularySizes of each position of a row, 0 for a number
   */
  static double[] expanded(double[] values, long[] vocabularySizes) {
    DoubleStream.Builder result = DoubleStream.builder();
    for (int i = 0; i < values.length; i++) {
      long size = vocabularySizes[i % vocabularySizes.length];
      if (size == 0) {
        result.add(values[i]);
      }
      for (long id = 0; id < size; id++) {
        result.add(id == values[i] ? 1 : 0);
      }
    }
    return result.build().toArray();
  }

  private static double[] flat(Dataset<Row> transformed) {
    Column features =
        transformed.schema().apply(FEATURES).dataType() instanceof BinaryType
            ? PackedFloats.toArray(transformed, FEATURES)
            : col(FEATURES);
    return transformed.select(features).collectAsList().stream()
        .flatMapToDouble(row -> Arrays.stream(numbers(row)))
        .toArray();
  }

  private static double[] numbers(Row row) {
    if (row.get(0) instanceof Vector vector) {
      return vector.toArray();
    }
    return row.<Float>getList(0).stream().mapToDouble(Float::doubleValue).toArray();
  }
}
