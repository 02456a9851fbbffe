package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The part of the job files' schema that tells stages: this project's with their parameters. */
final class StageSchema {
  private StageSchema() {}

  static ObjectNode definitions() {
    ObjectNode definitions = JobFileSchema.JSON.createObjectNode();
    ObjectNode stage = definitions.putObject("stage");
    stage.put(
        "description",
        "A stage of the pipeline, Name: {param: value, ...}, or its name alone: one of SparkNN's, of"
            + " Spark ML's by simple name, or of others by full class name.");
    ArrayNode forms = stage.putArray("anyOf");
    ArrayNode names = forms.addObject().put("type", "string").putArray("anyOf");
    names.addObject().putPOJO("enum", StageFactory.OWN_STAGES);
    names.addObject().put("pattern", "^[A-Za-z_][\\w.$]*$");
    ObjectNode whole = forms.addObject().put("type", "object");
    whole.put("minProperties", 1).put("maxProperties", 1);
    ObjectNode properties = whole.putObject("properties");
    for (String name : StageFactory.OWN_STAGES) {
      properties.putObject(name).put("$ref", "#/definitions/" + name);
      definitions.set(name, stage(name));
    }
    ArrayNode others = whole.putObject("additionalProperties").putArray("type");
    others.add("object").add("null");
    definitions.set("network", NetworkSchema.create());
    return definitions;
  }

  private static ObjectNode stage(String name) {
    PipelineStage stage = StageFactory.create(new StageSection(name, Map.of()), "schema");
    ObjectNode schema = JobFileSchema.JSON.createObjectNode();
    schema.putArray("type").add("object").add("null");
    ObjectNode properties = schema.putObject("properties");
    for (Param<?> param : stage.params()) {
      properties.set(param.name(), parameter(stage, param));
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static <T> ObjectNode parameter(PipelineStage stage, Param<T> param) {
    ObjectNode schema = type(param);
    boolean known = stage.hasDefault(param) && !param.name().equals("seed");
    schema.put("description", param.doc());
    if (known) {
      schema.putRawValue("default", new RawValue(param.jsonEncode(stage.getDefault(param).get())));
    }
    return schema;
  }

  private static ObjectNode type(Param<?> param) {
    ObjectNode schema = JobFileSchema.JSON.createObjectNode();
    if (param instanceof IntParam) {
      addBounds(schema.put("type", "integer"), param, 1);
    } else if (param instanceof LongParam) {
      schema.put("type", "integer");
    } else if (param instanceof DoubleParam) {
      addBounds(schema.put("type", "number"), param, 0);
    } else if (param instanceof BooleanParam) {
      schema.put("type", "boolean");
    } else if (param instanceof StringArrayParam) {
      ObjectNode items = schema.put("type", "array").putObject("items").put("type", "string");
      addChoices(items, param, word -> ParamProbe.accepts(param, new String[] {word}));
    } else if (param instanceof IntArrayParam) {
      schema.put("type", "array").putObject("items").put("type", "integer");
    } else if (param instanceof DoubleArrayParam) {
      schema.put("type", "array").putObject("items").put("type", "number");
    } else if (param.name().equals("network")) {
      ArrayNode forms = schema.putArray("anyOf");
      forms.addObject().put("type", "string");
      forms.addObject().put("$ref", "#/definitions/network");
    } else if (NetworkSchema.CHOICES.containsKey(param.name())) {
      NetworkSchema.choice(schema, NetworkSchema.CHOICES.get(param.name()));
    } else if (param.getClass() == Param.class) {
      schema.put("type", "string");
      addChoices(schema, param, word -> ParamProbe.accepts(param, word));
    } else {
      throw new IllegalStateException("Cannot tell the type of " + param + ": " + param.getClass());
    }
    return schema;
  }

  private static void addBounds(ObjectNode schema, Param<?> param, int steps) {
    if (steps == 0) {
      Bounds.of(value -> ParamProbe.accepts(param, value)).addTo(schema);
      return;
    }
    List<Integer> accepted =
        Stream.of(-1, 0, 1, 2).filter(n -> ParamProbe.accepts(param, n)).toList();
    boolean few = !ParamProbe.accepts(param, 100_000) && accepted.size() < 4;
    if (few) {
      ArrayNode choices = schema.putArray("enum");
      for (int n = -1; n < 1000; n++) {
        if (ParamProbe.accepts(param, n)) {
          choices.add(n);
        }
      }
    } else if (!accepted.isEmpty() && accepted.get(0) > -1) {
      schema.put("minimum", accepted.get(0));
    }
  }

  /** The words of the parameter's documentation and refusals that it takes, if not all. */
  private static void addChoices(ObjectNode schema, Param<?> param, Predicate<String> accepts) {
    if (accepts.test(ParamProbe.NONSENSE)) {
      return;
    }
    List<String> choices = ParamProbe.words(param).filter(accepts).toList();
    if (choices.size() > 1) {
      choices.forEach(schema.withArray("enum")::add);
    }
  }
}
