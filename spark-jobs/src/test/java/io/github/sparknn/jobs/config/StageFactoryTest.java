package io.github.sparknn.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.feature.StopWordsRemover;
import org.apache.spark.ml.feature.VectorSlicer;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;

class StageFactoryTest {
  @Test
  void setsParametersOfEveryType() throws JsonProcessingException {
    Word2Vec words = create(Word2Vec.class, "{vectorSize: 7, seed: 5000000000, stepSize: 1}");
    assertThat(words.getVectorSize()).isEqualTo(7);
    assertThat(words.getSeed()).isEqualTo(5_000_000_000L);
    assertThat(words.getStepSize()).isEqualTo(1.0);
    StopWordsRemover remover =
        create(StopWordsRemover.class, "{caseSensitive: true, stopWords: [a, b]}");
    assertThat(remover.getCaseSensitive()).isTrue();
    assertThat(remover.getStopWords()).containsExactly("a", "b");
    VectorSlicer slicer = create(VectorSlicer.class, "{indices: [2, 0]}");
    assertThat(slicer.getIndices()).containsExactly(2, 0);
    Bucketizer bucketizer = create(Bucketizer.class, "{splits: [0, 0.5, 1]}");
    assertThat(bucketizer.getSplits()).containsExactly(0, 0.5, 1);
    Bucketizer several = create(Bucketizer.class, "{splitsArray: [[0, 1, 2], [3, 4, 5]]}");
    assertThat(several.getSplitsArray()).isDeepEqualTo(new double[][] {{0, 1, 2}, {3, 4, 5}});
    LogisticRegression regression = create(LogisticRegression.class, "{family: binomial}");
    assertThat(regression.getFamily()).isEqualTo("binomial");
    ElementwiseProduct product =
        create(ElementwiseProduct.class, "{scalingVec: {type: 1, values: [1.0, 2.0]}}");
    assertThat(product.getScalingVec()).isEqualTo(Vectors.dense(1, 2));
  }

  @Test
  void makesThisProjectsStagesBySimpleName() throws JsonProcessingException {
    for (String name : StageFactory.OWN_STAGES) {
      PipelineStage stage = create(name);
      assertThat(stage.getClass().getName()).startsWith("io.github.sparknn.");
    }
  }

  @Test
  void setsWhatRowsCountFor() throws JsonProcessingException {
    NeuralNetworkClassifier classifier =
        create(NeuralNetworkClassifier.class, "{weightCol: amount, classWeighting: balanced}");
    assertThat(classifier.getWeightCol()).isEqualTo("amount");
    assertThat(classifier.getClassWeighting()).isEqualTo("balanced");
  }

  @Test
  void makesAStageByItsFullName() throws JsonProcessingException {
    PipelineStage stage =
        create("org.apache.spark.ml.classification.LogisticRegression: {maxIter: 3}");
    assertThat(stage)
        .isInstanceOfSatisfying(
            LogisticRegression.class, made -> assertThat(made.getMaxIter()).isEqualTo(3));
  }

  @Test
  void refusesValuesOfAnotherType() {
    assertRefused("Word2Vec: {vectorSize: 1.5}", "Invalid vectorSize: 1.5 (must be an integer)");
    assertRefused(
        "Word2Vec: {vectorSize: 3000000000}",
        "Invalid vectorSize: 3000000000 (must be an integer)");
    assertRefused("Word2Vec: {seed: one}", "Invalid seed: \"one\" (must be an integer)");
    assertRefused("Word2Vec: {stepSize: x}", "Invalid stepSize: \"x\" (must be a number)");
    assertRefused(
        "StopWordsRemover: {caseSensitive: 1}", "Invalid caseSensitive: 1 (must be true or false)");
    assertRefused(
        "StopWordsRemover: {stopWords: a}", "Invalid stopWords: \"a\" (must be a list of texts)");
    assertRefused(
        "VectorSlicer: {indices: [1, b]}",
        "Invalid indices: [1,\"b\"] (must be a list of integers)");
    assertRefused(
        "Bucketizer: {splits: [a]}", "Invalid splits: [\"a\"] (must be a list of numbers)");
    assertRefused(
        "Bucketizer: {splitsArray: [1]}",
        "Invalid splitsArray: [1] (must be a list of lists of numbers)");
    assertRefused("LogisticRegression: {family: 3}", "Invalid family: 3 (must be text)");
    assertRefused("LogisticRegression: {family: null}", "Invalid family: null (must be text)");
  }

  private static void assertRefused(String yaml, String reason) {
    assertThatThrownBy(() -> create(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(reason)
        .hasMessageContaining(" in train.stages[3] " + yaml.substring(0, yaml.indexOf(':')));
  }

  private static <T extends PipelineStage> T create(Class<T> type, String params)
      throws JsonProcessingException {
    return type.cast(create(type.getSimpleName() + ": " + params));
  }

  private static PipelineStage create(String yaml) throws JsonProcessingException {
    StageSection section = new YAMLMapper().readValue(yaml, StageSection.class);
    return StageFactory.create(section, "train.stages[3]");
  }
}
