package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class NetworkArchiveTest {
  private static final MultiLayerConfiguration MLP =
      Networks.classifier(4, new int[] {5}, "relu", 0, 3, new Adam(), 1L);

  private static byte[] zip(MultiLayerNetwork network) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, out, true);
    return out.toByteArray();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network = new MultiLayerNetwork(MLP.clone());
    network.init();
    return network;
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      entries.put(entry.getName(), in.readAllBytes());
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static NetworkArchive read(byte[] zip) throws IOException {
    return NetworkArchive.read(new ByteArrayInputStream(zip));
  }

  private static void assertRefused(byte[] zip, String reason) {
    assertThatThrownBy(() -> read(zip))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @Test
  void readsWhatDl4jWroteWithoutOptimizerStateAndNormalizer() throws IOException {
    MultiLayerNetwork network = network();
    Map<String, byte[]> entries = entries(zip(network));
    assertThat(entries).containsKey("updaterState.bin");
    entries.put("normalizer.bin", new byte[] {1});
    entries.put("preprocessor.bin", new byte[] {2});

    NetworkArchive archive = read(zip(entries));

    assertThat(archive.network()).isEqualTo(NetworkSpec.of(network.getLayerWiseConfigurations()));
    assertThat(archive.state().parameters()).isEqualTo(network.params().toFloatVector());
    assertThat(archive.state().optimizerState()).isEmpty();
  }

  @Test
  void dl4jReadsWhatIsWritten() throws IOException {
    MultiLayerNetwork network = network();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    read(zip(network)).write(out);

    MultiLayerNetwork restored =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(out.toByteArray()));
    assertThat(restored.params()).isEqualTo(network.params());
    INDArray inputs = Nd4j.rand(7, 4);
    assertThat(restored.output(inputs)).isEqualTo(network.output(inputs));
  }

  @Test
  void countsParametersAsDl4jDoes() {
    NetworkSpec lenet = NetworkSpec.of(Networks.lenet(1, 28, 28).classifier(10));

    assertThat(NetworkSpec.of(MLP).parameterCount()).isEqualTo(4 * 5 + 5 + 5 * 3 + 3);
    assertThat(lenet.parameterCount()).isEqualTo(lenet.initialState().parameters().length);
  }

  @Test
  void refusesOtherEntries() throws IOException {
    Map<String, byte[]> entries = entries(zip(network()));
    entries.put("../../etc/cron.d/evil", new byte[1]);

    assertRefused(
        zip(entries),
        "its entry '../../etc/cron.d/evil' is none of a network's (must be configuration.json,"
            + " coefficients.bin or one of [normalizer.bin, preprocessor.bin, updaterState.bin])");
  }

  @Test
  void refusesOtherNumbersOfParametersBeforeReadingThem() throws IOException {
    Map<String, byte[]> entries = entries(zip(network()));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String huge = json.replace("\"nout\" : 5", "\"nout\" : 500000000");
    assertThat(huge).isNotEqualTo(json);
    entries.put("configuration.json", huge.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> read(zip(entries)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("it has \\d+ parameters \\(must be fewer than 2\\^31\\)");
    entries.put(
        "configuration.json",
        json.replace("\"nout\" : 5", "\"nout\" : 6").getBytes(StandardCharsets.UTF_8));
    assertRefused(zip(entries), "it holds 43 parameters (its configuration has 48)");
  }

  /** A zip with a network of that many hidden units and the beginning of its parameters. */
  private static byte[] promising(int units, int parameters, int bytes) throws IOException {
    Map<String, byte[]> entries = entries(zip(network()));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    entries.put(
        "configuration.json",
        json.replace("\"nout\" : 5", "\"nout\" : " + units)
            .replace("\"nin\" : 5", "\"nin\" : " + units)
            .getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(array);
    out.writeUTF("LONG_SHAPE");
    out.writeLong(8);
    out.writeUTF("LONG");
    out.write(new byte[8 * Long.BYTES]);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(parameters);
    out.writeUTF("FLOAT");
    out.write(new byte[bytes]);
    entries.put("coefficients.bin", array.toByteArray());
    return zip(entries);
  }

  @Test
  void takesMemoryAsParametersComeNotAsTheyArePromised() throws IOException {
    byte[] zip = promising(100_000_000, 800_000_003, 1000); // Of 3.2 GB.

    assertThatThrownBy(() -> read(zip)).isInstanceOf(EOFException.class);
  }

  @Test
  void refusesParametersThatGrowOutOfProportion() throws IOException {
    byte[] zip = promising(2_200_000, 17_600_003, 70_400_012);
    assertThat(zip).hasSizeLessThan(1 << 17);

    assertRefused(
        zip, "its entry coefficients.bin grows to more than 200 times its size when unpacked");
  }

  @Test
  void refusesParametersOfAnotherType() throws IOException {
    Map<String, byte[]> entries = entries(zip(network()));
    ByteArrayOutputStream doubles = new ByteArrayOutputStream();
    Nd4j.write(Nd4j.zeros(DataType.DOUBLE, 1, 43), new DataOutputStream(doubles));
    entries.put("coefficients.bin", doubles.toByteArray());

    assertRefused(zip(entries), "its parameters are of type DOUBLE (must be FLOAT)");
  }

  @Test
  void refusesBombs() throws IOException {
    Map<String, byte[]> entries = entries(zip(network()));
    entries.put("normalizer.bin", new byte[(64 << 20) + 1000]);
    byte[] bomb = zip(entries);
    assertThat(bomb).hasSizeLessThan(1 << 17);

    assertRefused(bomb, "its entry normalizer.bin has more than 67109552 bytes");
    assertRefused(
        zip(Map.of("configuration.json", new byte[(16 << 20) + 1])),
        "its configuration has more than 16777216 bytes");
  }

  @Test
  void refusesWhatIsNoWholeNetwork() throws IOException {
    Map<String, byte[]> entries = entries(zip(network()));
    byte[] json = entries.remove("configuration.json");

    assertRefused("PK?".getBytes(StandardCharsets.UTF_8), "it is not a zip file");
    assertRefused(zip(entries), "its parameters come before its configuration");
    assertRefused(zip(Map.of("configuration.json", json)), "its entry coefficients.bin is missing");
    assertRefused(zip(Map.of("normalizer.bin", json)), "its entry configuration.json is missing");
  }
}
