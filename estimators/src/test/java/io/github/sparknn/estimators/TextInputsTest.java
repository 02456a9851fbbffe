package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.preprocessing.TextSequencer;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.Networks;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

/** What TextSequencer gives goes into networks as it is. */
class TextInputsTest {
  private static final int IDS = 42;

  /** 3 to 9 words of forty, one of them "yes" where the label is 1 and "no" where it is 0. */
  private static Dataset<Row> texts() {
    return SharedSpark.session()
        .range(0, 400, 1, 3)
        .selectExpr("id", "CAST(pmod(hash(id), 2) AS INT) AS label")
        .selectExpr(
            "id",
            "label",
            "concat_ws(' ', transform(sequence(1, 2 + pmod(hash(id, 1), 7)), i ->"
                + " concat('w', pmod(hash(id, i), 38))), IF(label = 1, 'Yes!', 'No.')) AS text");
  }

  private static TextSequencer sequencer() {
    return new TextSequencer().setInputCol("text");
  }

  private static NeuralNetworkClassifier classifier() {
    return new NeuralNetworkClassifier().setBatchSize(32).setEpochs(10).setWorkers(2).setSeed(3L);
  }

  /** The mean of the tokens' embeddings. */
  private static MultiLayerConfiguration embeddings() {
    return Networks.embedding(IDS, 8)
        .averagePooling()
        .optimizer(new Adam(0.05))
        .seed(5)
        .classifier(2);
  }

  private static PipelineModel fit(TextSequencer sequencer, NeuralNetworkClassifier classifier) {
    return new Pipeline().setStages(new PipelineStage[] {sequencer, classifier}).fit(texts());
  }

  private static double accuracy(Dataset<Row> scored) {
    return scored.selectExpr("avg(IF(prediction = label, 1, 0))").head().getDouble(0);
  }

  @Test
  void idsOfAnyLengthFeedAnEmbeddingLayer(@TempDir Path folder) throws Exception {
    PipelineModel model = fit(sequencer(), classifier().setNetwork(embeddings()));

    Dataset<Row> scored = model.transform(texts());
    assertThat(accuracy(scored)).isGreaterThan(0.99);
    model.write().save(folder.resolve("model").toString());
    Dataset<Row> again = PipelineModel.load(folder.resolve("model").toString()).transform(texts());
    assertThat(probabilities(again)).isEqualTo(probabilities(scored));
    // Rows are padded and masked by the estimator: alone, each gives the same.
    for (Row row : scored.limit(3).collectAsList()) {
      Dataset<Row> alone = texts().where("id = " + row.getLong(0));
      assertThat(probabilities(model.transform(alone)).get(0).toArray())
          .containsExactly(row.<Vector>getAs("probability").toArray(), within(1e-6));
    }
  }

  private static List<Vector> probabilities(Dataset<Row> scored) {
    return scored.orderBy("id").select("probability").collectAsList().stream()
        .map(row -> row.<Vector>getAs(0))
        .toList();
  }

  @Test
  void paddedIdsFeedAnEmbeddingLayer() {
    TextSequencer padded = sequencer().setMaxLength(12).setPadding("pre");
    PipelineModel model = fit(padded, classifier().setNetwork(embeddings()));
    assertThat(accuracy(model.transform(texts()))).isGreaterThan(0.99);
  }

  @Test
  void vectorsFeedDenseLayers() {
    TextSequencer weighted = sequencer().setOutputType("tfidf");
    PipelineModel model =
        fit(weighted, classifier().setHiddenLayers(new int[] {8}).setLearningRate(0.05));
    assertThat(accuracy(model.transform(texts()))).isGreaterThan(0.99);
  }
}
