package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparknn.estimators.NeuralNetworkEstimator;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;

/** Makes the Spark ML stages that a job file names. */
final class StageFactory {
  /** Where a simple name is looked up, in order. */
  private static final List<String> PACKAGES =
      List.of(
          "io.github.sparknn.estimators",
          "io.github.sparknn.preprocessing",
          "org.apache.spark.ml.feature",
          "org.apache.spark.ml.classification",
          "org.apache.spark.ml.regression",
          "org.apache.spark.ml.clustering");

  /** This project's stages, to suggest one when a name is unknown. */
  static final List<String> OWN_STAGES =
      List.of(
          "NeuralNetworkAutoencoder",
          "NeuralNetworkClassifier",
          "NeuralNetworkRegressor",
          "TablePreprocessor",
          "StandardNormalizer",
          "MinMaxNormalizer",
          "MaxAbsNormalizer",
          "RobustNormalizer",
          "MissingValueImputer",
          "CategoryEncoder",
          "TextSequencer",
          "SequenceWindower",
          "ImagePreprocessor");

  private static final String NETWORK = "network";

  private StageFactory() {}

  /**
   * A new stage with its parameters set.
   *
   * @param place where the stage stands in the file, for messages
   * @throws IllegalArgumentException an unknown stage or parameter, or a value it cannot have
   */
  static PipelineStage create(StageSection section, String place) {
    PipelineStage stage = instantiate(section.name(), place);
    String where = " in " + place + " " + section.name();
    for (Map.Entry<String, JsonNode> entry : section.params().entrySet()) {
      String name = entry.getKey();
      if (!stage.hasParam(name)) {
        List<String> known = Arrays.stream(stage.params()).map(Param::name).toList();
        throw new IllegalArgumentException(
            "unknown key '" + name + "'" + where + " " + Keys.hint(name, known));
      }
      try {
        setParam(stage, stage.getParam(name), value(stage, section, name));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + where, e);
      }
    }
    return stage;
  }

  /** As in the file, but a network in DL4J's JSON. */
  private static JsonNode value(PipelineStage stage, StageSection section, String name) {
    JsonNode value = section.params().get(name);
    if (!name.equals(NETWORK)
        || !value.isObject()
        || !(stage instanceof NeuralNetworkEstimator<?, ?> network)) {
      return value;
    }
    Param<?> epochs = network.epochs();
    JsonNode given = section.params().get(epochs.name());
    int count =
        given == null ? network.getEpochs() : (Integer) (Object) ParamValues.convert(epochs, given);
    return TextNode.valueOf(NetworkSection.toJson(value, count));
  }

  private static <T> void setParam(PipelineStage stage, Param<T> param, JsonNode json) {
    stage.set(param, ParamValues.convert(param, json));
  }

  private static PipelineStage instantiate(String name, String place) {
    Class<?> type = find(name);
    if (type == null || !PipelineStage.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          (type == null ? "unknown stage '" : "not a Spark ML stage '")
              + name
              + "' in "
              + place
              + " "
              + Keys.hint(name, OWN_STAGES));
    }
    try {
      return (PipelineStage) type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Cannot make stage " + name, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "stage '" + name + "' in " + place + " has no public constructor without arguments", e);
    }
  }

  private static Class<?> find(String name) {
    if (name.contains(".")) {
      return load(name);
    }
    for (String candidate : PACKAGES) {
      Class<?> type = load(candidate + "." + name);
      if (type != null) {
        return type;
      }
    }
    return null;
  }

  private static Class<?> load(String className) {
    try {
      return Class.forName(className, true, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
