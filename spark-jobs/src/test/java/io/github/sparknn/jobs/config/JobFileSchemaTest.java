package io.github.sparknn.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileSchemaTest {
  private static final Path FILE = Path.of("../docs/job-file.schema.json");
  private static final Path EXAMPLES = Path.of("../examples/jobs");
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String DATA = "data: {path: in}\nmodel: {path: m}\n";
  private static JsonSchema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    if ("write".equals(System.getProperty("sparknn.schema"))) {
      Files.writeString(FILE, JobFileSchema.text(JobFileSchema.create()));
    }
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V7);
    schema = factory.getSchema(Files.readString(FILE));
  }

  private static String errors(String yaml) throws IOException {
    JsonNode tree = YAML.readTree(yaml);
    return schema.validate(tree).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theFileIsWhatTheCodeTells() throws IOException {
    assertThat(Files.readString(FILE))
        .as(
            "docs/job-file.schema.json is stale; write it by: mvn -pl spark-jobs -am test"
                + " -Dtest=JobFileSchemaTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dsparknn.schema=write")
        .isEqualTo(JobFileSchema.text(JobFileSchema.create()));
  }

  @Test
  void itIsASchemaItself() throws IOException {
    JsonSchema draft =
        JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(
                VersionFlag.V7.getId().isEmpty()
                    ? null
                    : java.net.URI.create(VersionFlag.V7.getId()));
    assertThat(draft.validate(new ObjectMapper().readTree(FILE.toFile()))).isEmpty();
  }

  @Test
  void theExamplesAreRightAndNameTheirSchema() throws IOException {
    List<Path> examples;
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      examples = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(examples).hasSizeGreaterThan(10);
    for (Path example : examples) {
      String text = Files.readString(example);
      assertThat(errors(text)).as(example.toString()).isEmpty();
      assertThat(text)
          .as(example.toString())
          .startsWith("# yaml-language-server: $schema=../../docs/job-file.schema.json\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app: a
          score: {output: {format: noop}}
          score: {columns: [id], output: {table: db.t, mode: append, partitionBy: [day]}}
          evaluate: {data: {format: csv, path: t, options: {header: true, sep: ";"}}, labelCol: l}
          train: {stages: [TablePreprocessor, {LogisticRegression: {maxIter: 3}}]}
          train: {stages: [{com.acme.Stage: {a: 1}}], holdout: {fraction: 0.2}}
          train: {stages: [x], tracking: {tensorboard: runs, mlflow: {}}}
          train: {stages: [x], tracking: {mlflow: {trackingUri: http://m, tags: {a: 1}}}}
          train: {stages: [{NeuralNetworkClassifier: {hiddenLayers: [8], learningRate: 1e-3, seed: 7}}]}
          train: {stages: [{NeuralNetworkClassifier: {network: '{"confs": []}'}}]}
          train: {stages: [NeuralNetworkClassifier], resources: {executor: {cores: 2, gpus: 1}, task: {gpus: 0.5}}}
          train: {stages: [{NeuralNetworkRegressor: {network: {input: 5, layers: [{lstm: 16}, bidirectional, maxPooling, {dense: [8, 4]}], regressor: 1}}}]}
          """)
  void whatTheReaderTakesIsRight(String yaml) throws IOException {
    assertThat(errors(DATA + yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trian: {}|property 'trian' is not defined
          score: {where: a}|required property 'output' not found
          score: {output: {path: o, partitionby: [a]}}|'partitionby' is not defined
          score: {output: {path: o, table: t}}|$.score.output: must not be valid
          score: {output: {path: o, mode: replace}}|does not have a value in the enumeration
          train: {where: a}|required property 'stages' not found
          train: {stages: []}|must have at least 1 items but found 0
          train: {stages: Tokenizer}|string found, array expected
          train: {stages: [{Tokenizer: 3}]}|integer found
          train: {stages: [{Tokenizer: {}, NGram: {}}]}|must have at most 1 properties
          train: {stages: [Tokenizer], holdout: {fraction: 1.0}}|must have an exclusive maximum value of 1
          train: {stages: [Tokenizer], holdout: {seed: 1}}|required property 'fraction' not found
          train: {stages: [Tokenizer], resources: {}}|required property 'executor' not found
          train: {stages: [Tokenizer], resources: {executor: {cores: 0.5}}}|number found, integer expected
          train: {stages: [{NeuralNetworkClassifier: {epoch: 3}}]}|'epoch' is not defined
          train: {stages: [{NeuralNetworkClassifier: {epochs: 0}}]}|must have a minimum value of 1
          train: {stages: [{NeuralNetworkClassifier: {epochs: many}}]}|string found, integer expected
          train: {stages: [{NeuralNetworkClassifier: {dropout: 1}}]}|exclusive maximum value of 1
          train: {stages: [{NeuralNetworkClassifier: {device: tpu}}]}|["auto", "cpu", "gpu"]
          train: {stages: [{NeuralNetworkRegressor: {optimizer: adm}}]}|"adam", "adamw"
          train: {stages: [{TablePreprocessor: {numericScaling: z}}]}|does not have a value in the enumeration
          train: {stages: [{NeuralNetworkClassifier: {network: {input: 3}}}]}|required property 'classifier' not found
          train: {stages: [{NeuralNetworkClassifier: {network: {input: 3, classifier: 2, optimizer: adm}}}]}|does not have a value in the enumeration
          train: {stages: [{NeuralNetworkClassifier: {network: {input: 3, layers: [{lstn: 4}], classifier: 2}}}]}|'lstn' is not defined
          """)
  void whatTheReaderRefusesIsWrong(String yaml, String error) throws IOException {
    assertThat(errors(DATA + yaml)).contains(error);
  }

  @Test
  void keysThatMustBeThere() throws IOException {
    assertThat(errors("model: {path: m}")).contains("required property 'data' not found");
    assertThat(errors("data: {path: in}")).contains("required property 'model' not found");
    assertThat(errors("data: {where: a}\nmodel: {path: m}"))
        .contains("$.data: required property 'path' not found");
    assertThat(errors("data: {path: in}\nmodel: {path: m, mode: append}"))
        .contains("does not have a value in the enumeration [\"error\", \"overwrite\"]");
  }
}
