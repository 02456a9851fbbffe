package io.github.sparknn.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What software computes, as its jars tell. */
public final class Versions {
  private static final String DL4J_PROPERTIES =
      "/org/eclipse/org.deeplearning4j-deeplearning4j-nn-git.properties";

  private Versions() {}

  /** This library's version; {@code not packaged} when its classes are not in a jar. */
  public static String sparknn() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "not packaged" : version;
  }

  /** DL4J's version; {@code unknown} when its jar does not tell. */
  public static String dl4j() {
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(DL4J_PROPERTIES)) {
      Properties told = new Properties();
      if (in != null) {
        told.load(in);
      }
      return told.getProperty("git.build.version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
