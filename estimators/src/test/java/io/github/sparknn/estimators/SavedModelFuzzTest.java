package io.github.sparknn.estimators;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.preprocessing.storage.StageFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutated models. All loads go the whole way through the file system, as they need no Spark job: a
 * model is either the very same or refused, with the path in the message. Where a mutation is given
 * its right checksum, as only a stranger does it, another model may come out, but nothing else may
 * be thrown.
 */
@Timeout(300)
class SavedModelFuzzTest {
  private static final String REPORT = "data/report.json";
  private static final List<String> FILES =
      List.of("metadata/part-00000", "data/model.bin", REPORT);
  private static final Dataset<Row> TABLE = TestTables.halves(20);

  @TempDir private static Path folder;
  private static NeuralNetworkClassificationModel model;
  private static String expected;
  private static Map<String, byte[]> saved;
  private static byte[] zip;

  @BeforeAll
  static void save() throws IOException {
    model =
        TestTables.classifier()
            .setEpochs(1)
            .setLabelCol("name")
            .setThresholds(new double[] {0.4, 0.6})
            .fit(TABLE);
    Path path = folder.resolve("saved");
    model.save(path.toString());
    saved = new LinkedHashMap<>();
    for (String file : FILES) {
      saved.put(file, Files.readAllBytes(path.resolve(file)));
    }
    expected = described(model);
    Path network = folder.resolve("network.zip");
    model.saveDl4j(network.toString());
    zip = Files.readAllBytes(network);
  }

  /** All that the predictions depend on. */
  private static String described(NeuralNetworkClassificationModel any) {
    return String.join(
        "\n",
        any.extractParamMap().toString().replaceAll("\\[D@\\w+", ""),
        Arrays.toString(any.getThresholds()),
        any.networkSpec().json(),
        Arrays.toString(any.parameters()),
        any.labels().toString(),
        any.fitted().features() + " " + Arrays.deepToString(any.fitted().features().columnShapes()),
        any.transformSchema(TABLE.schema()).json());
  }

  /** Loads; null if it was refused as it should be. */
  private static <T> T load(String path, Supplier<T> loading, String mutation) {
    try {
      return loading.get();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).as(mutation).startsWith("Cannot load ").contains(path);
      return null;
    } catch (Throwable e) {
      throw new AssertionError(mutation + " gives " + e, e);
    }
  }

  private static NeuralNetworkClassificationModel load(Map<String, byte[]> files, String mutation)
      throws IOException {
    Path path = Files.createTempDirectory(folder, "mutated");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.createDirectories(path.resolve(file.getKey()).getParent());
      if (file.getValue() != null) {
        Files.write(path.resolve(file.getKey()), file.getValue());
      }
    }
    return load(
        path.toString(), () -> NeuralNetworkClassificationModel.load(path.toString()), mutation);
  }

  private static NetworkModel<?> load(byte[] network, String mutation) throws IOException {
    Path path = Files.createTempFile(folder, "mutated", ".zip");
    Files.write(path, network);
    return load(path.toString(), () -> NetworkModel.fromDl4j(path.toString()), mutation);
  }

  /** A changed copy; null for a file that is gone. */
  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    int place = random.nextInt(copy.length);
    switch (random.nextInt(6)) {
      case 0, 1 -> copy[place] ^= (byte) (1 << random.nextInt(8));
      case 2 -> copy[place] = (byte) random.nextInt();
      case 3 -> copy = Arrays.copyOf(copy, place);
      case 4 -> {
        return text(copy, random);
      }
      default -> {
        if (random.nextInt(10) == 0) {
          return null;
        }
        copy = Arrays.copyOf(copy, copy.length + 1 + random.nextInt(100));
      }
    }
    return copy;
  }

  /** Swaps two JSON strings, or puts another in place of one, or another number. */
  private static byte[] text(byte[] bytes, Random random) {
    // One char a byte, so that all other bytes stay as they are.
    String all = new String(bytes, ISO_8859_1);
    String[] parts = all.split("\"", -1);
    if (parts.length < 5) {
      return Arrays.copyOf(bytes, bytes.length / 2);
    }
    int one = random.nextInt(parts.length);
    int two = random.nextInt(parts.length);
    String[] others = {"java.lang.Runtime", "", "-1", "2147483647", "1e300", "null", "{", "[[[["};
    if (random.nextBoolean()) {
      parts[one] = parts[one].replaceFirst("\\d+", others[2 + random.nextInt(4)]);
    } else if (random.nextBoolean()) {
      parts[one] = others[random.nextInt(others.length)];
    } else {
      String swapped = parts[one];
      parts[one] = parts[two];
      parts[two] = swapped;
    }
    return String.join("\"", parts).getBytes(ISO_8859_1);
  }

  /** The model file with the right checksum, and the right length of its changed header. */
  private static byte[] sealed(byte[] header) {
    ByteBuffer whole = ByteBuffer.wrap(saved.get("data/model.bin")).order(ByteOrder.LITTLE_ENDIAN);
    int before = 3 * Integer.BYTES;
    int end = before + whole.getInt(2 * Integer.BYTES);
    byte[] parameters = Arrays.copyOfRange(whole.array(), end, whole.array().length - Long.BYTES);
    ByteBuffer bytes =
        ByteBuffer.allocate(before + header.length + parameters.length + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(whole.array(), 0, before).put(header).put(parameters);
    bytes.putInt(2 * Integer.BYTES, header.length);
    return bytes.putLong(StageFiles.crc32(bytes.array(), 0, bytes.position())).array();
  }

  private static byte[] header() {
    ByteBuffer whole = ByteBuffer.wrap(saved.get("data/model.bin")).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[whole.getInt(2 * Integer.BYTES)];
    whole.position(3 * Integer.BYTES).get(header);
    return header;
  }

  @Test
  void aThousandMutatedModelsAreTheSameOrRefused() throws IOException {
    Random random = new Random(5);
    int refused = 0; // The others change nothing, as a number put in place of itself.
    for (int i = 0; i < 1000; i++) {
      Map<String, byte[]> files = new LinkedHashMap<>(saved);
      String file = FILES.get(random.nextInt(FILES.size()));
      files.put(file, mutated(saved.get(file), random));
      NeuralNetworkClassificationModel loaded = load(files, "mutation " + i + " of " + file);
      if (loaded == null) {
        refused++;
      } else {
        assertThat(described(loaded)).as("mutation " + i).isEqualTo(expected);
        assertThat(loaded.hasSummary()).isEqualTo(files.get(REPORT) != null);
      }
    }
    assertThat(refused).isGreaterThan(900);
    NeuralNetworkClassificationModel unchanged = load(saved, "none");
    assertThat(described(unchanged)).isEqualTo(expected);
    assertThat(unchanged.transform(TABLE).collectAsList())
        .isEqualTo(model.transform(TABLE).collectAsList());
  }

  @Test
  void mutatedHeadersWithARightChecksumAreModelsOrRefused() throws IOException {
    Random random = new Random(6);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] header = random.nextInt(3) == 0 ? mutated(header(), random) : text(header(), random);
      Map<String, byte[]> files = new LinkedHashMap<>(saved);
      files.put("data/model.bin", header == null ? null : sealed(header));
      refused += load(files, "header " + i) == null ? 1 : 0;
    }
    assertThat(refused).isBetween(100, 399);
  }

  @Test
  void mutatedZipsAreTheSameOrRefused() throws IOException {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] mutated = mutated(zip, random);
      if (mutated != null) {
        NetworkModel<?> loaded = load(mutated, "zip " + i);
        if (loaded == null) {
          refused++;
        } else {
          assertThat(loaded.parameters()).as("zip " + i).isEqualTo(model.parameters());
          assertThat(loaded.networkSpec().parameterCount()).isEqualTo(model.parameters().length);
        }
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void zipsOfMutatedEntriesAreNetworksOrRefused() throws IOException {
    Random random = new Random(8);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream out = new ZipOutputStream(bytes);
          ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
        boolean configuration = random.nextInt(4) > 0;
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          byte[] content = in.readAllBytes();
          boolean json = entry.getName().equals("configuration.json");
          out.putNextEntry(new ZipEntry(entry.getName()));
          byte[] changed = json ? text(content, random) : mutated(content, random);
          out.write(json == configuration && changed != null ? changed : content);
        }
      }
      refused += load(bytes.toByteArray(), "entries " + i) == null ? 1 : 0;
    }
    assertThat(refused).isBetween(100, 299);
    assertThat(new String(header(), UTF_8)).contains("OutputLayer");
  }
}
