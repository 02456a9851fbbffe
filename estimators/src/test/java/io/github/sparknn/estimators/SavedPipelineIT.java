package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.preprocessing.StandardNormalizer;
import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedPipelineIT {
  @TempDir Path folder;

  @Test
  void pipelinesLoadedInAFreshJvmPredictTheSame() throws Exception {
    PipelineModel prepared =
        save(
            "prepared",
            new TablePreprocessor()
                .setNumericCols(new String[] {"a", "b"})
                .setCategoricalCols(new String[] {"digit"})
                .setOutputCol("table"),
            new StandardNormalizer().setInputCol("table").setOutputCol("inputs"),
            TestTables.classifier().setFeaturesCol("inputs").setLabelCol("name").setEpochs(2));
    PipelineModel ofEveryKind =
        save(
            "of-every-kind",
            TestTables.regressor().setEpochs(1).setPredictionCol("plane"),
            TestTables.regressor().setEpochs(1).setLabelCol("numbers").setPredictionCol("planes"),
            TestTables.autoencoder().setEpochs(1),
            TestTables.classifier()
                .setEpochs(1)
                .setFeaturesCol("reconstruction")
                .setLabelCol("label"));

    ForkedJvm.run(
        folder,
        FreshJvmScoring.class,
        path("prepared"),
        path("prepared-scored"),
        path("of-every-kind"),
        path("of-every-kind-scored"));

    assertScored("prepared-scored", prepared);
    assertScored("of-every-kind-scored", ofEveryKind);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private PipelineModel save(String name, PipelineStage... stages) throws IOException {
    PipelineModel model = new Pipeline().setStages(stages).fit(TestTables.planes(200));
    model.save(path(name));
    return model;
  }

  private void assertScored(String output, PipelineModel model) {
    Dataset<Row> scored = SharedSpark.session().read().parquet(path(output));
    assertThat(scored.orderBy("id").collectAsList())
        .isEqualTo(model.transform(TestTables.halves(200)).orderBy("id").collectAsList());
  }
}
