package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.Networks;
import java.util.List;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class NeuralNetworkAutoencoderTest {
  private static final SparkSession SPARK = SharedSpark.session();

  /** Points on a curve: features (t, t², -t), t in [-1, 1). */
  private static final Dataset<Row> CURVE =
      SPARK
          .range(0, 400, 1, 3)
          .selectExpr("id", "pmod(id * 37, 200) / 100D - 1 as t")
          .selectExpr("id", "t", "array(t, t * t, -t) as features");

  private static final Dataset<Row> OFF_THE_CURVE =
      SPARK.sql("select array(0.7D, 0.5D, 0.7D) as features");

  private static NeuralNetworkAutoencoder autoencoder() {
    return TestTables.autoencoder().setHiddenLayers(new int[] {8, 1}).setEpochs(60);
  }

  private static float[] floats(Row row, String column) {
    List<Float> values = row.getList(row.fieldIndex(column));
    float[] result = new float[values.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = values.get(i);
    }
    return result;
  }

  private static double meanError(Dataset<Row> scored) {
    return scored.selectExpr("avg(reconstructionError)").first().getDouble(0);
  }

  @Test
  void reconstructsWhatItKnowsAndTellsWhatItDoesNot() {
    NeuralNetworkAutoencoderModel model = autoencoder().fit(CURVE);

    assertThat(model.encodingSize()).isEqualTo(1);
    assertThat(meanError(model.transform(CURVE))).isLessThan(0.01);
    assertThat(meanError(model.transform(OFF_THE_CURVE))).isGreaterThan(0.2);
    assertThat(model.report().orElseThrow().finalLoss()).isCloseTo(0, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void givesWhatDl4jGives(String engine) {
    NeuralNetworkAutoencoderModel model = autoencoder().setEpochs(2).setEngine(engine).fit(CURVE);
    MultiLayerNetwork network = (MultiLayerNetwork) model.network();

    for (Row row : model.transform(CURVE).limit(10).collectAsList()) {
      double t = row.getAs("t");
      INDArray input =
          Nd4j.createFromArray(new float[][] {{(float) t, (float) (t * t), (float) -t}});
      List<INDArray> layers = network.feedForward(input, false);
      float[] reconstruction = layers.get(layers.size() - 1).toFloatVector();
      assertThat(floats(row, "encoding"))
          .containsExactly(layers.get(2).toFloatVector(), within(1e-6f));
      assertThat(floats(row, "reconstruction")).containsExactly(reconstruction, within(1e-6f));
      double error = 0;
      for (int i = 0; i < 3; i++) {
        error += Math.pow(input.getFloat(i) - reconstruction[i], 2) / 3;
      }
      assertThat(row.<Double>getAs("reconstructionError")).isCloseTo(error, within(1e-6));
    }
  }

  @Test
  void takesTheEncodingFromAnyStackOfLayers() {
    Dataset<Row> images =
        SPARK
            .range(0, 40, 1, 2)
            .selectExpr(
                "transform(sequence(0, 15), i -> float(pmod(id * 7 + i, 5) / 5)) as features");
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(0.01))
            .activation(Activation.TANH)
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
            .layer(new DenseLayer.Builder().nOut(5).name("code").build())
            .layer(new DenseLayer.Builder().nOut(3).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(16)
                    .activation(Activation.IDENTITY)
                    .build())
            .setInputType(InputType.convolutionalFlat(4, 4, 1));
    NeuralNetworkAutoencoder autoencoder =
        new NeuralNetworkAutoencoder().setNetwork(layers.build()).setEpochs(1).setWorkers(1);

    NeuralNetworkAutoencoderModel narrowest = autoencoder.fit(images);
    NeuralNetworkAutoencoderModel named = autoencoder.setEncodingLayer("code").fit(images);

    assertThat(narrowest.encodingSize()).isEqualTo(3);
    assertThat(named.encodingSize()).isEqualTo(5);
    Row row = named.transform(images).first();
    INDArray input = Nd4j.createFromArray(new float[][] {floats(row, "features")});
    List<INDArray> expected = ((MultiLayerNetwork) named.network()).feedForward(input, false);
    assertThat(floats(row, "encoding"))
        .containsExactly(expected.get(2).toFloatVector(), within(1e-6f));
  }

  @Test
  void computesOnlyWhatIsAskedFor() {
    NeuralNetworkAutoencoderModel model =
        autoencoder().setEpochs(1).fit(CURVE).setEngine("test-counting");
    Dataset<Row> one = CURVE.coalesce(1);

    assertThat(replicasFor(model.setReconstructionCol("").setEncodingCol(""), one)).isEqualTo(1);
    assertThat(replicasFor(model.setReconstructionErrorCol("").setEncodingCol("encoding"), one))
        .isEqualTo(1);
    Dataset<Row> nothing = model.setEncodingCol("").transform(one);
    assertThat(nothing.columns()).containsExactly("id", "t", "features");
  }

  @Test
  void computesOnlyWhatIsRead() {
    NeuralNetworkAutoencoder autoencoder = autoencoder().setEpochs(1);
    Dataset<Row> one = CURVE.coalesce(1);

    // Each of the two networks has a replica from its first use on.
    NeuralNetworkAutoencoderModel model = autoencoder.fit(CURVE).setEngine("test-counting");
    List<Row> all = model.copy(ParamMap.empty()).setEngine("dl4j").transform(one).collectAsList();
    assertThat(replicasFor(model, one, "encoding")).isEqualTo(1);
    assertThat(replicasFor(model, one, "reconstructionError")).isEqualTo(1);
    assertThat(replicasFor(model, one, "reconstruction", "encoding")).isZero();
    NeuralNetworkAutoencoderModel other = autoencoder.fit(CURVE).setEngine("test-counting");
    assertThat(replicasFor(other, one, "reconstructionError")).isEqualTo(1);
    assertThat(replicasFor(other, one, "reconstruction")).isZero();

    for (String column : List.of("encoding", "reconstruction", "reconstructionError")) {
      assertThat(model.transform(one).select(column).collectAsList())
          .extracting(row -> row.get(0))
          .containsExactlyElementsOf(all.stream().map(row -> (Object) row.getAs(column)).toList());
    }
  }

  private static int replicasFor(
      NeuralNetworkAutoencoderModel model, Dataset<Row> data, String... columns) {
    int before = CountingEngine.REPLICAS.get();
    Dataset<Row> scored = model.transform(data);
    (columns.length == 0 ? scored : scored.selectExpr(columns)).collectAsList();
    return CountingEngine.REPLICAS.get() - before;
  }

  @Test
  void theEncodingIsATensorColumnForTheNextStage() {
    Dataset<Row> scored =
        autoencoder().setHiddenLayers(new int[] {4, 2}).fit(CURVE).transform(CURVE);

    assertThat(
            new NeuralNetworkRegressor()
                .setFeaturesCol("encoding")
                .setLabelCol("t")
                .setEpochs(1)
                .fit(scored)
                .networkSpec()
                .inputSize())
        .isEqualTo(2);
    assertThat(new KMeans().setFeaturesCol("encoding").setK(2).setSeed(1).fit(scored).getK())
        .isEqualTo(2);
  }

  @Test
  void aGraphReconstructsWithoutAnEncoding() {
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(0.03))
            .seed(1)
            .graphBuilder()
            .addInputs("in")
            .addLayer("code", new DenseLayer.Builder().nIn(3).nOut(2).build(), "in")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(2)
                    .nOut(3)
                    .activation(Activation.IDENTITY)
                    .build(),
                "code")
            .setOutputs("out")
            .build();
    NeuralNetworkAutoencoder autoencoder = new NeuralNetworkAutoencoder().setNetwork(graph);

    fitting(autoencoder)
        .hasMessage(
            "Cannot find the encoding for encodingCol 'encoding': Cannot take a layer's outputs: the"
                + " network is a ComputationGraphConfiguration (must be a MultiLayerConfiguration)");
    NeuralNetworkAutoencoderModel model = autoencoder.setEncodingCol("").fit(CURVE);
    assertThat(model.transform(CURVE).columns()).endsWith("reconstruction", "reconstructionError");
    assertThatThrownBy(() -> model.setEncodingCol("encoding").transform(CURVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot add encodingCol 'encoding': the model was trained without an encoding"
                + " (encodingCol was empty)");
  }

  @Test
  void weightsValidationAndInvalidRowsWorkAsElsewhere() {
    Dataset<Row> table =
        CURVE.selectExpr(
            "if(id < 7, null, features) as features", "id % 4 = 3 as forValidation", "1 + id as w");

    NeuralNetworkAutoencoderModel model =
        autoencoder()
            .setEpochs(3)
            .setHandleInvalid("skip")
            .setWeightCol("w")
            .setValidationIndicatorCol("forValidation")
            .fit(table);

    assertThat(model.report().orElseThrow().result().examples()).isEqualTo(294);
    assertThat(model.report().orElseThrow().result().validation().examples()).isEqualTo(99);
    assertThat(model.transform(table).count()).isEqualTo(393);
    Dataset<Row> kept = model.setHandleInvalid("keep").transform(table);
    assertThat(
            kept.filter(
                    "encoding is null and reconstruction is null and reconstructionError is null")
                .count())
        .isEqualTo(7);
  }

  private static AbstractThrowableAssert<?, ?> fitting(NeuralNetworkAutoencoder autoencoder) {
    return assertThatThrownBy(() -> autoencoder.fit(CURVE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatMakesNoAutoencoder() {
    fitting(new NeuralNetworkAutoencoder())
        .hasMessage("Invalid hiddenLayers: [] (must be the encoder's layers, at least one)");
    fitting(autoencoder().setEncodingLayer("1"))
        .hasMessage(
            "Invalid encodingLayer: 1 (must go with a network; the last of hiddenLayers is the"
                + " encoding)");
    NeuralNetworkAutoencoder two =
        new NeuralNetworkAutoencoder()
            .setNetwork(Networks.regressor(3, new int[] {4}, "relu", 0, 2, "mse", new Adam(), 1));
    fitting(two)
        .hasMessage(
            "Cannot train network: its output layer gives 2 values per example (must be 3)");
    fitting(two.setEncodingLayer("code"))
        .hasMessage(
            "Cannot find the encoding for encodingCol 'encoding': Invalid layer: code (must be a"
                + " dense layer before the last, one of [0 'layer0'])");
    fitting(autoencoder().setValidationMetric("accuracy"))
        .hasMessage("Invalid validationMetric: accuracy (must be one of [loss])");
    fitting(autoencoder().setEncodingCol("t"))
        .hasMessage(
            "Cannot add output column 't': the DataFrame already has a column of that name");
  }

  @Test
  void refusesSequencesOfVaryingLengthBeforeAnyJob() {
    StructType schema = StructType.fromDDL("features array<array<float>>");
    NeuralNetworkAutoencoder autoencoder =
        new NeuralNetworkAutoencoder().setNetwork(Networks.lstm(2, 3).regressor(2));

    assertThatThrownBy(() -> autoencoder.transformSchema(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train autoencoder: column 'features' holds sequences of varying length (must be"
                + " of one size in all rows, such as array<number> cut into steps by inputShape)");
  }
}
