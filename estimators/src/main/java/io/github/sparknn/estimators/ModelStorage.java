package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Models on disk: Spark ML's parameter metadata, and under {@code data} a Parquet file of one row
 * with the format version, the network's JSON, its parameters as little-endian floats with their
 * CRC-32, the columns and shape of the features, and what the kind of model adds.
 */
final class ModelStorage {
  /** Grows when older versions of this library can no longer read what this one writes. */
  static final int FORMAT_VERSION = 1;

  /** Absent from models that were saved before nested arrays, images and sequences were inputs. */
  private static final String COLUMN_SHAPES = "columnShapes";

  private static final String SEQUENCES = "sequences";
  private static final DataType SHAPES =
      DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.IntegerType));

  private static final StructType NETWORK =
      new StructType()
          .add("formatVersion", DataTypes.IntegerType)
          .add("network", DataTypes.StringType)
          .add("parameters", DataTypes.BinaryType)
          .add("parametersCrc32", DataTypes.LongType)
          .add("columns", DataTypes.createArrayType(DataTypes.StringType))
          .add("columnSizes", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("featureShape", DataTypes.createArrayType(DataTypes.IntegerType))
          .add(COLUMN_SHAPES, SHAPES)
          .add(SEQUENCES, DataTypes.BooleanType);

  private ModelStorage() {}

  /**
   * What was read of a model.
   *
   * @param row all that was saved
   */
  record Saved(String uid, FittedNetwork fitted, Row row) {

    /** A saved value that the kind of model added. */
    <T> T value(String field) {
      return row.getAs(field);
    }

    /** A saved list that the kind of model added. */
    <T> List<T> list(String field) {
      return row.getList(row.fieldIndex(field));
    }
  }

  /**
   * A writer of a model.
   *
   * @param state fields that the kind of model adds
   * @param values one for each of them
   */
  static MLWriter writer(NetworkModel<?> model, StructType state, Object... values) {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        SparkSession spark = sparkSession();
        DefaultParamsWriter.saveMetadata(
            model, path, spark.sparkContext(), Option.empty(), Option.empty());
        List<Object> row = new ArrayList<>(networkValues(model.fitted()));
        row.addAll(Arrays.asList(values));
        spark
            .createDataFrame(
                List.of(RowFactory.create(row.toArray())), Columns.append(NETWORK, state))
            .coalesce(1)
            .write()
            .parquet(dataPath(path));
      }
    };
  }

  private static List<Object> networkValues(FittedNetwork fitted) {
    byte[] parameters = ModelState.toBytes(fitted.state().parameters());
    return List.of(
        FORMAT_VERSION,
        fitted.network().json(),
        parameters,
        crc32(parameters),
        fitted.features().columns().toArray(new String[0]),
        fitted.features().columnSizes(),
        fitted.features().shape(),
        fitted.features().columnShapes(),
        fitted.features().isSequence());
  }

  /**
   * A reader of models.
   *
   * @param make makes the model, with default parameters, of what was saved
   */
  static <M extends NetworkModel<M>> MLReader<M> reader(Class<M> type, Function<Saved, M> make) {
    return new MLReader<>() {
      @Override
      public M load(String path) {
        try {
          return read(path, sparkSession(), type, make);
        } catch (IllegalArgumentException e) {
          throw e;
        } catch (Exception e) {
          String reason = "its files are damaged or incomplete (" + e.getMessage() + ")";
          throw cannotLoad(type, path, reason, e);
        }
      }
    };
  }

  private static <M extends NetworkModel<M>> M read(
      String path, SparkSession spark, Class<M> type, Function<Saved, M> make) throws IOException {
    Path root = new Path(path);
    if (!root.getFileSystem(spark.sessionState().newHadoopConf()).exists(root)) {
      throw cannotLoad(type, path, "there is no such path", new FileNotFoundException(path));
    }
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(path, spark.sparkContext(), "");
    if (!metadata.className().equals(type.getName())) {
      throw cannotLoad(type, path, "it holds a " + metadata.className(), null);
    }
    Row row = spark.read().parquet(dataPath(path)).first();
    int version = row.getInt(row.fieldIndex("formatVersion"));
    if (version > FORMAT_VERSION) {
      String reason = "format version %d is newer than this library's %d";
      throw cannotLoad(type, path, reason.formatted(version, FORMAT_VERSION), null);
    }
    byte[] parameters = row.getAs("parameters");
    if (crc32(parameters) != row.<Long>getAs("parametersCrc32")) {
      throw cannotLoad(type, path, "its parameters are damaged (checksum differs)", null);
    }
    FittedNetwork fitted =
        new FittedNetwork(
            NetworkSpec.fromJson(row.getAs("network")),
            ModelState.ofParameters(ModelState.toFloats(parameters)),
            features(row));
    M model = make.apply(new Saved(metadata.uid(), fitted, row));
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }

  private static TensorSpec features(Row row) {
    List<String> columns = row.getList(row.fieldIndex("columns"));
    int[] shape = ints(row, "featureShape");
    if (!Arrays.asList(row.schema().fieldNames()).contains(COLUMN_SHAPES)) {
      return TensorSpec.ofSizes(columns, ints(row, "columnSizes"), shape);
    } else if (row.<Boolean>getAs(SEQUENCES)) {
      return TensorSpec.ofSequences(columns.get(0), shape[0], shape[1]);
    }
    int[][] shapes =
        row.<Seq<Integer>>getList(row.fieldIndex(COLUMN_SHAPES)).stream()
            .map(JavaConverters::seqAsJavaList)
            .map(ModelStorage::ints)
            .toArray(int[][]::new);
    return TensorSpec.ofShapes(columns, shapes, shape);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] ints(Row row, String field) {
    return ints(row.getList(row.fieldIndex(field)));
  }

  private static long crc32(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  private static String dataPath(String path) {
    return new Path(path, "data").toString();
  }

  private static IllegalArgumentException cannotLoad(
      Class<?> type, String path, String reason, Exception cause) {
    return new IllegalArgumentException(
        "Cannot load " + type.getSimpleName() + " from " + path + ": " + reason, cause);
  }
}
