package io.github.sparknn.estimators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.datasets.Vocabulary;
import io.github.sparknn.preprocessing.storage.StageFiles;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A fitted network as the bytes of a file, little-endian: {@value #MAGIC} and the format version as
 * ints, the length of a JSON header and the header, the parameters as floats, and the CRC-32 of
 * everything before as a long. Bytes from anywhere can be parsed: nothing is believed before the
 * checksum fits, no Java serialization is used, and sizes are checked before memory is taken.
 *
 * @param fitted the network and its features
 * @param state what the kind of model adds: numbers, texts and lists of texts by name
 * @param metadataCrc32 checksum of the model's Spark ML metadata
 */
record ModelFile(FittedNetwork fitted, Map<String, Object> state, long metadataCrc32) {
  /** Grows when older versions of this library can no longer read what this one writes. */
  static final int FORMAT_VERSION = 2;

  /** "SNNM" in a file. */
  static final int MAGIC = 0x4d4e4e53;

  private static final int BEFORE_HEADER = 3 * Integer.BYTES;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is no parameter.
   *
   * @param features null when only the columns of a DataFrame tell
   */
  private record Header(
      String network, Features features, Map<String, Object> state, long metadataCrc32) {}

  /**
   * A {@link TensorSpec}.
   *
   * @param vocabulary null or left out for numbers only
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Features(
      List<String> columns,
      List<List<Integer>> columnShapes,
      List<Integer> shape,
      boolean sequence,
      List<Integer> vocabulary) {

    static Features of(TensorSpec spec) {
      return spec == null
          ? null
          : new Features(
              spec.columns(),
              Arrays.stream(spec.columnShapes()).map(Features::list).toList(),
              list(spec.shape()),
              spec.isSequence(),
              spec.vocabulary().isEmpty() ? null : list(spec.vocabulary().ids()));
    }

    TensorSpec spec() {
      if (columnShapes.stream().flatMap(List::stream).anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException("its columns have the shapes " + columnShapes);
      }
      return sequence
          ? TensorSpec.ofSequences(columns.get(0), shape.get(0), shape.get(1))
          : TensorSpec.ofShapes(
                  columns,
                  columnShapes.stream().map(Features::ints).toArray(int[][]::new),
                  ints(shape))
              .withVocabulary(
                  vocabulary == null ? Vocabulary.NONE : Vocabulary.of(ints(vocabulary)));
    }

    private static List<Integer> list(int[] values) {
      return Arrays.stream(values).boxed().toList();
    }

    private static int[] ints(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  byte[] toBytes() throws IOException {
    float[] parameters = fitted.state().parameters();
    byte[] header =
        JSON.writeValueAsBytes(
            new Header(
                fitted.network().json(), Features.of(fitted.features()), state, metadataCrc32));
    long size = BEFORE_HEADER + header.length + (long) Float.BYTES * parameters.length + Long.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(header.length).put(header);
    bytes.asFloatBuffer().put(parameters);
    bytes.position(bytes.position() + Float.BYTES * parameters.length);
    return bytes.putLong(StageFiles.crc32(bytes.array(), 0, bytes.position())).array();
  }

  /**
   * The inverse of {@link #toBytes()}.
   *
   * @throws IllegalArgumentException if the bytes are not a whole, undamaged model of a version
   *     that this library reads; the message tells what is wrong
   * @throws IOException if the header is not such JSON
   */
  static ModelFile parse(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < BEFORE_HEADER + Long.BYTES || bytes.getInt() != MAGIC) {
      throw new IllegalArgumentException("its data are no model, or the file is cut off");
    }
    int version = bytes.getInt();
    if (version != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          version > FORMAT_VERSION
              ? "format version %d is newer than this library's %d"
                  .formatted(version, FORMAT_VERSION)
              : "there is no format version " + version);
    }
    int content = file.length - Long.BYTES;
    if (bytes.getLong(content) != StageFiles.crc32(file, 0, content)) {
      throw new IllegalArgumentException("its data are damaged or incomplete (checksum differs)");
    }
    int headerLength = bytes.getInt();
    int parameterBytes = content - BEFORE_HEADER - headerLength;
    if (headerLength < 0 || parameterBytes < 0 || parameterBytes % Float.BYTES != 0) {
      throw new IllegalArgumentException("its header has %d bytes".formatted(headerLength));
    }
    Header header = JSON.readValue(file, BEFORE_HEADER, headerLength, Header.class);
    NetworkSpec network = NetworkSpec.fromJson(header.network);
    int count = parameterBytes / Float.BYTES;
    if (network.parameterCount() != count) {
      throw new IllegalArgumentException(
          "it holds %d parameters (its network has %d)".formatted(count, network.parameterCount()));
    }
    float[] parameters = new float[count];
    bytes.position(BEFORE_HEADER + headerLength).asFloatBuffer().get(parameters);
    TensorSpec features = header.features == null ? null : header.features.spec();
    if (features != null) {
      network.exampleShape(features);
    }
    return new ModelFile(
        new FittedNetwork(network, ModelState.ofParameters(parameters), features),
        Map.copyOf(header.state),
        header.metadataCrc32);
  }
}
