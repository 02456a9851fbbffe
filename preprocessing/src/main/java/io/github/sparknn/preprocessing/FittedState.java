package io.github.sparknn.preprocessing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.preprocessing.storage.StageFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;

/**
 * Models on disk: Spark ML's metadata, and {@code data/}{@value #FILE}, two lines: the CRC-32 of
 * the second as 8 hexadecimal digits, and JSON with the format version, the CRC-32 of the metadata
 * and what was learned. Nothing is parsed before the checksum fits, no Java serialization is used,
 * and no Spark job runs.
 */
final class FittedState {
  static final String FILE = "state.json";

  /** Grows when older versions of this library can no longer read what this one writes. */
  static final int FORMAT_VERSION = 3;

  private static final int CHECKSUM_DIGITS = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private FittedState() {}

  /**
   * A writer of a model.
   *
   * @param state a record that Jackson writes and reads
   */
  static MLWriter writer(Params model, Object state) {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        try {
          StageFiles files = StageFiles.of(path, sparkSession());
          files.saveMetadata(model, sparkSession());
          byte[] bytes = toBytes(files.metadataCrc32(), state);
          try (OutputStream out = files.fileSystem().create(files.data(FILE), false)) {
            out.write(bytes);
          }
        } catch (IOException e) {
          throw new UncheckedIOException("Cannot save model to " + path + ": " + e.getMessage(), e);
        }
      }
    };
  }

  private static byte[] toBytes(long metadataCrc32, Object state) throws IOException {
    byte[] json =
        JSON.writeValueAsBytes(
            Map.of(
                "formatVersion", FORMAT_VERSION, "metadataCrc32", metadataCrc32, "state", state));
    return sealed(json);
  }

  /** The file whose second line is this. */
  static byte[] sealed(byte[] json) {
    String checksum = "%08x\n".formatted(StageFiles.crc32(json, 0, json.length));
    byte[] file = new byte[checksum.length() + json.length];
    System.arraycopy(checksum.getBytes(StandardCharsets.US_ASCII), 0, file, 0, checksum.length());
    System.arraycopy(json, 0, file, checksum.length(), json.length);
    return file;
  }

  /**
   * A reader of models, which throws IllegalArgumentException that names the path where they are
   * damaged, incomplete, another stage's or a newer format version's.
   *
   * @param make makes the model, with default params, of its uid and the state
   */
  static <S, M extends Params> MLReader<M> reader(
      Class<M> type, Class<S> stateType, BiFunction<String, S, M> make) {
    return new MLReader<>() {
      @Override
      public M load(String path) {
        return StageFiles.loading(
            type.getSimpleName(),
            path,
            () -> read(StageFiles.of(path, sparkSession()), type, stateType, make));
      }
    };
  }

  private static <S, M extends Params> M read(
      StageFiles files, Class<M> type, Class<S> stateType, BiFunction<String, S, M> make)
      throws IOException {
    StageFiles.Metadata metadata = files.metadata(type);
    Path path = files.data(FILE);
    JsonNode json = parse(files.read(path));
    int version = json.path("formatVersion").asInt();
    if (version != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          version > FORMAT_VERSION
              ? "format version %d is newer than this library's %d"
                  .formatted(version, FORMAT_VERSION)
              : "there is no format version " + version);
    }
    metadata.requireCrc32(json.path("metadataCrc32").asLong());
    M model = make.apply(metadata.uid(), JSON.treeToValue(json.path("state"), stateType));
    metadata.setParams(model);
    return model;
  }

  private static JsonNode parse(byte[] file) throws IOException {
    int start = CHECKSUM_DIGITS + 1;
    if (file.length <= start) {
      throw new IllegalArgumentException("its data are no model, or the file is cut off");
    }
    String saved = new String(file, 0, start, StandardCharsets.ISO_8859_1);
    long actual = StageFiles.crc32(file, start, file.length - start);
    if (!saved.equals("%08x\n".formatted(actual))) {
      throw new IllegalArgumentException("its data are damaged or incomplete (checksum differs)");
    }
    return JSON.readTree(file, start, file.length - start);
  }
}
