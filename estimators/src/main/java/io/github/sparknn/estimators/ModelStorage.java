package io.github.sparknn.estimators;

import io.github.sparknn.training.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Models on disk: Spark ML's parameter metadata, and {@code data/}{@value #FILE}, a {@link
 * ModelFile} with the metadata's checksum. Both are read on the driver, without a Spark job; what
 * was cut off, altered or put together of two models is refused.
 */
final class ModelStorage {
  private static final String FILE = "model.bin";

  /** Metadata are some kilobytes; a network's JSON may be among an estimator's, not a model's. */
  private static final int MAX_METADATA_BYTES = 4 << 20;

  private ModelStorage() {}

  /**
   * What was read of a model.
   *
   * @param state what the kind of model adds
   */
  record Saved(String uid, FittedNetwork fitted, Map<String, Object> state) {

    /** A value that the kind of model added; null if it did not. */
    <T> T value(String name, Class<T> type) {
      return type.cast(state.get(name));
    }

    /** A list of texts that the kind of model added. */
    List<String> texts(String name) {
      List<?> texts = value(name, List.class);
      return texts.stream().map(String.class::cast).toList();
    }

    /**
     * That the network gives as many values as the model uses.
     *
     * @throws IllegalArgumentException if not
     */
    Saved withOutputs(int needed) {
      int given = fitted.network().outputSize();
      if (given > 0 && given != needed) {
        throw new IllegalArgumentException(
            "its network gives %d values (must be %d)".formatted(given, needed));
      }
      return this;
    }
  }

  /**
   * A writer of a model.
   *
   * @param state what the kind of model adds: numbers, texts and lists of texts
   */
  static MLWriter writer(NetworkModel<?> model, Map<String, Object> state) {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        SparkSession spark = sparkSession();
        DefaultParamsWriter.saveMetadata(
            model, path, spark.sparkContext(), Option.empty(), Option.empty());
        try {
          saveData(model, state, path, spark.sessionState().newHadoopConf());
        } catch (IOException e) {
          throw new UncheckedIOException("Cannot save model to " + path + ": " + e.getMessage(), e);
        }
      }
    };
  }

  private static void saveData(
      NetworkModel<?> model, Map<String, Object> state, String path, Configuration hadoop)
      throws IOException {
    Path target = dataPath(path);
    FileSystem files = target.getFileSystem(hadoop);
    long metadataCrc32 = crc32(metadata(files, new Path(path), hadoop));
    ModelFile content = new ModelFile(model.fitted(), state, metadataCrc32);
    WholeFile.create(files, target, out -> out.write(content.toBytes()));
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
        return loading(
            type.getSimpleName(),
            path,
            () -> read(path, sparkSession().sessionState().newHadoopConf(), type, make));
      }
    };
  }

  /** Reads something; its exceptions say what is wrong with the files. */
  interface Loading<T> {
    /** Reads. */
    T read() throws IOException;
  }

  /**
   * Whatever goes wrong, one kind of exception.
   *
   * @throws IllegalArgumentException names the path and what is wrong
   */
  static <T> T loading(String what, String path, Loading<T> loading) {
    String reason;
    Exception cause;
    try {
      return loading.read();
    } catch (FileNotFoundException e) {
      reason = "there is no such path (" + e.getMessage() + ")";
      cause = e;
    } catch (IllegalArgumentException e) {
      reason = e.getMessage();
      cause = e;
    } catch (Exception e) { // Whatever Spark throws, undeclared too, Hadoop and DL4J.
      reason = "its files are damaged or incomplete (" + e.getMessage() + ")";
      cause = e;
    }
    throw new IllegalArgumentException(
        "Cannot load " + what + " from " + path + ": " + reason, cause);
  }

  private static <M extends NetworkModel<M>> M read(
      String path, Configuration hadoop, Class<M> type, Function<Saved, M> make)
      throws IOException {
    Path root = new Path(path);
    FileSystem files = root.getFileSystem(hadoop);
    if (!files.exists(root)) {
      throw new FileNotFoundException(path);
    }
    String json = metadata(files, root, hadoop);
    DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.parseMetadata(json, "");
    if (!metadata.className().equals(type.getName())) {
      throw new IllegalArgumentException("it holds a " + metadata.className());
    }
    ModelFile file = readData(files, path);
    if (file.metadataCrc32() != crc32(json)) {
      throw new IllegalArgumentException("its metadata were altered (checksum differs)");
    }
    M model = make.apply(new Saved(metadata.uid(), file.fitted(), file.state()));
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }

  /** The one line of JSON that Spark ML saved. */
  private static String metadata(FileSystem files, Path root, Configuration hadoop)
      throws IOException {
    Path part =
        Arrays.stream(files.listStatus(new Path(root, "metadata")))
            .map(FileStatus::getPath)
            .filter(path -> path.getName().startsWith("part-"))
            .min(Comparator.naturalOrder())
            .orElseThrow(() -> new IllegalArgumentException("its metadata are missing"));
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(part);
    try (FSDataInputStream raw = files.open(part);
        InputStream in = codec == null ? raw : codec.createInputStream(raw)) {
      byte[] text = in.readNBytes(MAX_METADATA_BYTES + 1);
      if (text.length > MAX_METADATA_BYTES) {
        throw new IllegalArgumentException(
            "its metadata have more than " + MAX_METADATA_BYTES + " bytes");
      }
      return new String(text, StandardCharsets.UTF_8);
    }
  }

  /** What is saved of a model beside its metadata. */
  static ModelFile readData(FileSystem files, String path) throws IOException {
    return ModelFile.parse(read(files, dataPath(path)));
  }

  private static byte[] read(FileSystem files, Path path) throws IOException {
    long length = files.getFileStatus(path).getLen();
    if (length > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException(
          "its data have %d bytes (must be < 2^31)".formatted(length));
    }
    byte[] bytes = new byte[(int) length];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, bytes);
    }
    return bytes;
  }

  private static long crc32(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ModelFile.crc32(bytes, bytes.length);
  }

  private static Path dataPath(String path) {
    return new Path(new Path(path, "data"), FILE);
  }
}
