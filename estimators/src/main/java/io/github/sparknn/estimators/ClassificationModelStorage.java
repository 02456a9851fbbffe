package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A classification model on disk: Spark ML's parameter metadata, and under {@code data} a Parquet
 * file of one row with the format version, the network's JSON, its parameters as little-endian
 * floats with their CRC-32, the columns and shape of the features, and the labels.
 */
final class ClassificationModelStorage {
  /** Grows when older versions of this library can no longer read what this one writes. */
  static final int FORMAT_VERSION = 1;

  private static final StructType SCHEMA =
      new StructType()
          .add("formatVersion", DataTypes.IntegerType)
          .add("network", DataTypes.StringType)
          .add("parameters", DataTypes.BinaryType)
          .add("parametersCrc32", DataTypes.LongType)
          .add("columns", DataTypes.createArrayType(DataTypes.StringType))
          .add("columnSizes", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("featureShape", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("labelKind", DataTypes.StringType)
          .add("labels", DataTypes.createArrayType(DataTypes.StringType));

  private ClassificationModelStorage() {}

  static MLWriter writer(
      NeuralNetworkClassificationModel model, FittedNetwork fitted, LabelClasses classes) {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        SparkSession spark = sparkSession();
        DefaultParamsWriter.saveMetadata(
            model, path, spark.sparkContext(), Option.empty(), Option.empty());
        byte[] parameters = ModelState.toBytes(fitted.state().parameters());
        Row row =
            RowFactory.create(
                FORMAT_VERSION,
                fitted.network().json(),
                parameters,
                crc32(parameters),
                fitted.features().columns().toArray(new String[0]),
                fitted.features().columnSizes(),
                fitted.features().shape(),
                classes.kind(),
                classes.texts().toArray(new String[0]));
        spark.createDataFrame(List.of(row), SCHEMA).coalesce(1).write().parquet(dataPath(path));
      }
    };
  }

  static MLReader<NeuralNetworkClassificationModel> reader() {
    return new MLReader<>() {
      @Override
      public NeuralNetworkClassificationModel load(String path) {
        try {
          return read(path, sparkSession());
        } catch (IllegalArgumentException e) {
          throw e;
        } catch (Exception e) {
          throw cannotLoad(path, "its files are damaged or incomplete (" + e.getMessage() + ")", e);
        }
      }
    };
  }

  private static NeuralNetworkClassificationModel read(String path, SparkSession spark)
      throws IOException {
    Path root = new Path(path);
    if (!root.getFileSystem(spark.sessionState().newHadoopConf()).exists(root)) {
      throw cannotLoad(path, "there is no such path", new FileNotFoundException(path));
    }
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(
            path, spark.sparkContext(), NeuralNetworkClassificationModel.class.getName());
    Row data = spark.read().parquet(dataPath(path)).first();
    int version = data.getInt(data.fieldIndex("formatVersion"));
    if (version > FORMAT_VERSION) {
      throw cannotLoad(
          path,
          "format version " + version + " is newer than this library's " + FORMAT_VERSION,
          null);
    }
    byte[] parameters = data.getAs("parameters");
    if (crc32(parameters) != data.<Long>getAs("parametersCrc32")) {
      throw cannotLoad(path, "its parameters are damaged (checksum differs)", null);
    }
    TensorSpec features =
        TensorSpec.ofSizes(
            data.getList(data.fieldIndex("columns")),
            ints(data, "columnSizes"),
            ints(data, "featureShape"));
    FittedNetwork fitted =
        new FittedNetwork(
            NetworkSpec.fromJson(data.getAs("network")),
            ModelState.ofParameters(ModelState.toFloats(parameters)),
            features);
    LabelClasses classes =
        LabelClasses.parse(data.getAs("labelKind"), data.getList(data.fieldIndex("labels")));
    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassificationModel(metadata.uid(), fitted, classes, null);
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }

  private static int[] ints(Row row, String field) {
    return row.<Integer>getList(row.fieldIndex(field)).stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static long crc32(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  private static String dataPath(String path) {
    return new Path(path, "data").toString();
  }

  private static IllegalArgumentException cannotLoad(String path, String reason, Exception cause) {
    return new IllegalArgumentException(
        "Cannot load NeuralNetworkClassificationModel from " + path + ": " + reason, cause);
  }
}
