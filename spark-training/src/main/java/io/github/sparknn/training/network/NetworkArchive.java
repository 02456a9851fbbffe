package io.github.sparknn.training.network;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Networks as the zips of DL4J's {@link ModelSerializer}: its configuration as JSON, its parameters
 * as an ND4J array.
 *
 * <p>Reading is safe with zips from anywhere. Java serialization is not used, though DL4J's own
 * {@code preprocessor.bin} and {@code normalizer.bin} are written with it: these two entries and
 * the optimizer's state are passed over, so inputs must come normalized. Class names in the JSON
 * must be DL4J's, ND4J's or ours; sizes are checked before memory is taken for them; other entries
 * are refused, and nothing is unpacked to disk.
 *
 * @param network what the configuration describes
 * @param state the parameters, without the optimizer's state
 */
public record NetworkArchive(NetworkSpec network, ModelState state) {
  private static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
  private static final String PARAMETERS = ModelSerializer.COEFFICIENTS_BIN;

  private static final Set<String> PASSED_OVER =
      Set.of(
          ModelSerializer.UPDATER_BIN,
          ModelSerializer.NORMALIZER_BIN,
          ModelSerializer.PREPROCESSOR_BIN);

  private static final int MAX_CONFIGURATION_BYTES = 16 << 20;

  /** Of entries passed over, beside four times the parameters, the largest optimizer's state. */
  private static final long MAX_OTHER_BYTES = 64L << 20;

  private static final int BUFFER = 1 << 16;

  /** Writes the zip, from which DL4J restores the network; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    NeuralNetwork copy = network.newNetwork();
    try {
      NetworkStates.write(state, copy);
      ModelSerializer.writeModel((Model) copy, out, false);
    } finally {
      NetworkStates.close(copy);
    }
  }

  /**
   * Reads a zip to its end; the stream stays open.
   *
   * @throws IllegalArgumentException if it is not a network of {@link ModelSerializer}; the message
   *     tells what is wrong, beginning with "it"
   * @throws IOException if the zip is damaged or cannot be read
   */
  public static NetworkArchive read(InputStream in) throws IOException {
    Unpacking.Packed packed = new Unpacking.Packed(new BufferedInputStream(in, BUFFER));
    ZipInputStream zip = new ZipInputStream(packed);
    Set<String> seen = new HashSet<>();
    NetworkSpec network = null;
    float[] parameters = null;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      if (!seen.add(name)) {
        throw new IllegalArgumentException("its entry " + name + " is there twice");
      } else if (name.equals(CONFIGURATION)) {
        network = NetworkSpec.fromJson(readConfiguration(zip));
      } else if (name.equals(PARAMETERS) && network == null) {
        throw new IllegalArgumentException("its parameters come before its configuration");
      } else if (name.equals(PARAMETERS)) {
        parameters = readParameters(new Unpacking(zip, packed, name), network);
      } else if (PASSED_OVER.contains(name)) {
        passOver(zip, name, parameters);
      } else {
        throw new IllegalArgumentException(
            "its entry '%s' is none of a network's (must be %s, %s or one of %s)"
                .formatted(
                    name, CONFIGURATION, PARAMETERS, PASSED_OVER.stream().sorted().toList()));
      }
    }
    if (network == null || parameters == null) {
      String missing = network == null ? CONFIGURATION : PARAMETERS;
      throw new IllegalArgumentException(
          seen.isEmpty() ? "it is not a zip file" : "its entry " + missing + " is missing");
    }
    NetworkArchive archive = new NetworkArchive(network, ModelState.ofParameters(parameters));
    archive.checkBuilds();
    return archive;
  }

  private static String readConfiguration(ZipInputStream zip) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
      json.write(buffer, 0, n);
      if (json.size() > MAX_CONFIGURATION_BYTES) {
        throw new IllegalArgumentException(
            "its configuration has more than %d bytes".formatted(MAX_CONFIGURATION_BYTES));
      }
    }
    return json.toString(StandardCharsets.UTF_8);
  }

  private static float[] readParameters(Unpacking entry, NetworkSpec network) throws IOException {
    long count = network.parameterCount();
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "it has %d parameters (must be fewer than 2^31)".formatted(count));
    }
    DataInputStream in = new DataInputStream(new BufferedInputStream(entry, BUFFER));
    float[] parameters = FlatVectors.read(in, (int) count);
    if (in.read() >= 0) {
      throw new IllegalArgumentException("its parameters have more bytes than there should be");
    }
    return parameters;
  }

  private static void passOver(ZipInputStream zip, String name, float[] parameters)
      throws IOException {
    long limit = MAX_OTHER_BYTES;
    limit += parameters == null ? 0 : 4L * Float.BYTES * parameters.length;
    long bytes = 0;
    byte[] buffer = new byte[BUFFER];
    for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
      bytes += n;
      if (bytes > limit) {
        throw new IllegalArgumentException(
            "its entry %s has more than %d bytes".formatted(name, limit));
      }
    }
  }

  /** That DL4J makes a network of the configuration, and its size is what was counted. */
  private void checkBuilds() {
    NeuralNetwork built;
    try {
      built = network.newNetwork();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "its configuration makes no network (" + e.getMessage() + ")", e);
    }
    try {
      NetworkStates.write(state, built);
    } finally {
      NetworkStates.close(built);
    }
  }
}
