package io.github.sparknn.preprocessing.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Files of a saved stage, read on the driver without a Spark job: Spark ML's metadata and one file
 * below {@code data}.
 */
public final class StageFiles {
  /** Metadata are some kilobytes; a network's JSON may be among an estimator's, not a model's. */
  private static final int MAX_METADATA_BYTES = 4 << 20;

  private final FileSystem files;
  private final Path root;
  private final Configuration hadoop;

  private StageFiles(FileSystem files, Path root, Configuration hadoop) {
    this.files = files;
    this.root = root;
    this.hadoop = hadoop;
  }

  /** The files below a path of any Hadoop file system. */
  public static StageFiles of(String path, SparkSession spark) throws IOException {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Path root = new Path(path);
    return new StageFiles(root.getFileSystem(hadoop), root, hadoop);
  }

  /** The file system that they are on. */
  public FileSystem fileSystem() {
    return files;
  }

  /** The path of the file {@code data/name}. */
  public Path data(String name) {
    return new Path(new Path(root, "data"), name);
  }

  /** Reads something; its exceptions say what is wrong with the files. */
  public interface Loading<T> {
    /** Reads. */
    T read() throws IOException;
  }

  /**
   * Whatever goes wrong, one kind of exception.
   *
   * @throws IllegalArgumentException names the path and what is wrong
   */
  public static <T> T loading(String what, String path, Loading<T> loading) {
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

  /** Saves a stage's params as Spark ML does. */
  public void saveMetadata(Params stage, SparkSession spark) {
    DefaultParamsWriter.saveMetadata(
        stage, root.toString(), spark.sparkContext(), Option.empty(), Option.empty());
  }

  /**
   * A stage's params as Spark ML saved them.
   *
   * @param uid of the stage
   * @param crc32 of the file's text
   */
  public record Metadata(String uid, long crc32, DefaultParamsReader.Metadata parsed) {

    /** Gives the params to a stage of the class that was saved. */
    public void setParams(Params stage) {
      parsed.getAndSetParams(stage, Option.empty());
    }

    /**
     * That these are the metadata that were saved with the data.
     *
     * @throws IllegalArgumentException if not
     */
    public void requireCrc32(long saved) {
      if (crc32 != saved) {
        throw new IllegalArgumentException("its metadata were altered (checksum differs)");
      }
    }
  }

  /**
   * Reads the metadata of a stage of a class.
   *
   * @throws FileNotFoundException there is no such path
   * @throws IllegalArgumentException they are missing, too large, or another class's
   */
  public Metadata metadata(Class<?> type) throws IOException {
    if (!files.exists(root)) {
      throw new FileNotFoundException(root.toString());
    }
    String json = metadataText();
    DefaultParamsReader.Metadata parsed = parse(json);
    if (!parsed.className().equals(type.getName())) {
      throw new IllegalArgumentException("it holds a " + parsed.className());
    }
    return new Metadata(parsed.uid(), crc32(json), parsed);
  }

  /** The metadata of a stage of any class. */
  DefaultParamsReader.Metadata anyMetadata() throws IOException {
    return parse(metadataText());
  }

  private static DefaultParamsReader.Metadata parse(String json) {
    return DefaultParamsReader$.MODULE$.parseMetadata(json, "");
  }

  /** Whether there is such a file or folder below the path; the path itself for "". */
  boolean exists(String name) throws IOException {
    return files.exists(name.isEmpty() ? root : new Path(root, name));
  }

  /** Checksum of the metadata's text. */
  public long metadataCrc32() throws IOException {
    return crc32(metadataText());
  }

  /** The one line of JSON that Spark ML saved. */
  private String metadataText() throws IOException {
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

  /** All bytes of a file; at most 2^31. */
  public byte[] read(Path path) throws IOException {
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
    return crc32(bytes, 0, bytes.length);
  }

  /** CRC-32 of some bytes. */
  public static long crc32(byte[] bytes, int offset, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, offset, length);
    return checksum.getValue();
  }
}
