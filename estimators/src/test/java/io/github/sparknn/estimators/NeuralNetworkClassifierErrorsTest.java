package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.Networks;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class NeuralNetworkClassifierErrorsTest {
  private static final Dataset<Row> TABLE = TestTables.halves(60);

  private static AbstractThrowableAssert<?, ?> fitting(
      NeuralNetworkClassifier classifier, Dataset<Row> data) {
    return assertThatThrownBy(() -> classifier.fit(data))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static NeuralNetworkClassifier classifier() {
    return TestTables.classifier().setEpochs(1);
  }

  @Test
  void namesAMissingFeatureColumnAndThoseThereAre() {
    fitting(classifier().setFeaturesCol("feature"), TABLE)
        .hasMessageContaining("'feature'")
        .hasMessageContaining("id, a, b, features, label, digit, name, flag");
  }

  @Test
  void namesAMissingLabelColumnAndThoseThereAre() {
    fitting(classifier().setLabelCol("class"), TABLE)
        .hasMessage(
            "Cannot find column 'class': the DataFrame has [id, a, b, features, label, digit, name,"
                + " flag]");
  }

  @Test
  void namesTheTypeOfAColumnThatCannotBeRead() {
    fitting(classifier().setFeaturesCol("name"), TABLE)
        .hasMessageContaining("'name'")
        .hasMessageContaining("string");
    fitting(classifier().setLabelCol("names"), TABLE.selectExpr("*", "array(name) as names"))
        .hasMessage(
            "Cannot use label column 'names': its type is array<string> (must be a number, boolean"
                + " or string, or an array of numbers or vector of several labels at once)");
  }

  @Test
  void refusesGpusThatThereAreNot() {
    assertThatThrownBy(() -> classifier().setDevice("tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("device")
        .hasMessageContaining("tpu");
    fitting(classifier().setEngine("blas").setDevice("gpu"), TABLE)
        .hasMessageStartingWith("Cannot train on device gpu with engine blas: ");
    fitting(classifier().setDevice("gpu"), TABLE)
        .hasMessageStartingWith(
            "Cannot train on device gpu: Spark assigns no GPUs to tasks (master local[2] has none");
  }

  @Test
  void refusesAResourceProfileThatTheMasterDoesNotTake() {
    ResourceProfile profile =
        new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(1)).build();
    fitting(classifier().setTrainingResources(profile), TABLE)
        .hasMessageStartingWith("Cannot use resource profile: ");
  }

  @Test
  void refusesNullNanAndInfiniteLabels() {
    fitting(classifier(), TABLE.selectExpr("features", "if(id = 3, null, label) as label"))
        .hasMessage(
            "Cannot fit: label column 'label' holds null in 1 rows (handleInvalid = \"skip\" drops"
                + " such rows)");
    fitting(classifier(), TABLE.selectExpr("features", "if(id < 2, double('NaN'), label) as label"))
        .hasMessage(
            "Cannot fit: label column 'label' holds NaN in 2 rows (handleInvalid = \"skip\" drops"
                + " such rows)");
    fitting(
            classifier(),
            TABLE.selectExpr("features", "if(id < 2, double('Infinity'), label) as label"))
        .hasMessage("Cannot fit: label column 'label' holds Infinity in 2 rows");
  }

  @Test
  void refusesWholeNumbersThatADoubleCannotTellApart() {
    String label = "9007199254740992 + label";
    String refusal =
        "Cannot fit: label column 'label' holds %s, beyond 2^53, where doubles no longer tell whole"
            + " numbers apart (cast the label to string)";
    fitting(classifier(), TABLE.selectExpr("features", label + " as label"))
        .hasMessage(refusal, "9007199254740993");
    fitting(classifier(), TABLE.selectExpr("features", "-(" + label + ") as label"))
        .hasMessage(refusal, "-9007199254740993");
    fitting(
            classifier(),
            TABLE.selectExpr("features", "cast(" + label + " as decimal(38,2)) as label"))
        .hasMessage(refusal, "9007199254740993.00");

    assertThat(
            classifier()
                .fit(TABLE.selectExpr("features", "9007199254740991 + label as label"))
                .labels())
        .containsExactly("9.007199254740991E15", "9.007199254740992E15");
    assertThat(
            classifier()
                .fit(TABLE.selectExpr("features", "string(" + label + ") as label"))
                .labels())
        .containsExactly("9007199254740992", "9007199254740993");
  }

  @Test
  void refusesLabelsOutOfTheNetworksRange() {
    NeuralNetworkClassifier fiveOutputs =
        new NeuralNetworkClassifier()
            .setLabelCol("digit")
            .setNetwork(Networks.classifier(2, new int[0], "relu", 0, 5, new Adam(), 1));

    fitting(fiveOutputs, TABLE)
        .hasMessage(
            "Cannot fit: label 7.0 of column 'digit' is out of range (the network's 5 outputs stand"
                + " for the labels 0 to 4)");
    fitting(fiveOutputs.setLabelCol("name"), TABLE)
        .hasMessage("Cannot fit: label column 'name' has 2 classes, the network has 5 outputs");
  }

  @Test
  void refusesARowOfAnotherLength() {
    fitting(
            classifier(),
            TABLE.selectExpr("label", "if(id = 40, array(1f, 2f, 3f), features) as features"))
        .hasMessageContaining("'features'")
        .hasMessageContaining("3")
        .hasMessageContaining("2");
  }

  @Test
  void refusesNullFeatures() {
    fitting(classifier(), TABLE.selectExpr("label", "if(id = 40, null, features) as features"))
        .hasMessageContaining("column 'features' holds null")
        .hasMessageContaining("handleInvalid");
  }

  @Test
  void refusesAnEmptyDataFrame() {
    fitting(classifier(), TABLE.limit(0)).hasMessage("Cannot fit: the DataFrame is empty");
  }

  @Test
  void refusesANetworkOfAnotherInputSize() {
    NeuralNetworkClassifier images =
        new NeuralNetworkClassifier()
            .setNetwork(Networks.classifier(784, new int[0], "relu", 0, 2, new Adam(), 1));

    fitting(images, TABLE)
        .hasMessage(
            "Cannot train network: its input layer takes 784 values per example, the features have"
                + " 2");
  }

  @Test
  void refusesUnknownNames() {
    fitting(classifier().setOptimizer("adamm"), TABLE)
        .hasMessage(
            "Invalid optimizer: adamm (must be one of [adagrad, adam, adamw, nesterov, rmsprop, sgd])");
    fitting(classifier().setActivation("rellu"), TABLE)
        .hasMessageStartingWith("Invalid activation: rellu (must be one of [");
    fitting(classifier().setEngine("tpu"), TABLE)
        .hasMessageStartingWith("Invalid engine: tpu (must be one of [auto, blas, dl4j");
  }

  @Test
  void refusesShorthandBesideANetwork() {
    NeuralNetworkClassifier both =
        classifier().setNetwork(Networks.classifier(2, new int[0], "relu", 0, 2, new Adam(), 1));

    fitting(both, TABLE)
        .hasMessage(
            "Invalid hiddenLayers: it cannot be set together with network, whose configuration says"
                + " it");
  }

  @Test
  void refusesANetworkThatIsNoConfiguration() {
    fitting(new NeuralNetworkClassifier().setNetwork("{}"), TABLE)
        .hasMessageStartingWith("Cannot read network: not a DL4J configuration");
  }

  @Test
  void refusesAnOutputColumnThatExists() {
    fitting(classifier().setPredictionCol("a"), TABLE)
        .hasMessage(
            "Cannot add output column 'a': the DataFrame already has a column of that name");
  }

  @Test
  void scoringNamesTheColumnOfABadRow() {
    NeuralNetworkClassificationModel model = classifier().fit(TABLE);

    assertThatThrownBy(() -> model.transform(TABLE.drop("features")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'features'");
    assertThatThrownBy(
            () ->
                model
                    .transform(TABLE.selectExpr("if(id = 5, null, features) as features"))
                    .collectAsList())
        .hasStackTraceContaining("Cannot score row: column 'features' holds null");
    assertThatThrownBy(
            () -> model.transform(TABLE.selectExpr("array(1f) as features")).collectAsList())
        .hasStackTraceContaining("'features'");
  }
}
