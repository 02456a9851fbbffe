package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.preprocessing.StandardNormalizer;
import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.testing.SharedSpark;
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
  void aPipelineLoadedInAFreshJvmPredictsTheSame() throws Exception {
    Dataset<Row> table = TestTables.halves(200);
    PipelineModel model =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new TablePreprocessor()
                      .setNumericCols(new String[] {"a", "b"})
                      .setCategoricalCols(new String[] {"digit"})
                      .setOutputCol("table"),
                  new StandardNormalizer().setInputCol("table").setOutputCol("inputs"),
                  TestTables.classifier().setFeaturesCol("inputs").setLabelCol("name").setEpochs(2)
                })
            .fit(table);
    String pipeline = folder.resolve("pipeline").toString();
    String output = folder.resolve("scored").toString();
    model.save(pipeline);

    ForkedJvm.run(folder, FreshJvmScoring.class, pipeline, output);

    assertThat(SharedSpark.session().read().parquet(output).orderBy("id").collectAsList())
        .isEqualTo(model.transform(table).orderBy("id").collectAsList());
  }

  @Test
  void modelsOfEveryKindLoadedInAFreshJvmScoreTheSame() throws Exception {
    Dataset<Row> table = TestTables.planes(200);
    PipelineModel model =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  TestTables.regressor().setEpochs(1).setPredictionCol("plane"),
                  TestTables.regressor()
                      .setEpochs(1)
                      .setLabelCol("numbers")
                      .setPredictionCol("planes"),
                  TestTables.autoencoder().setEpochs(1),
                  TestTables.classifier()
                      .setEpochs(1)
                      .setFeaturesCol("reconstruction")
                      .setLabelCol("label"),
                })
            .fit(table);
    String pipeline = folder.resolve("pipeline").toString();
    String output = folder.resolve("scored").toString();
    model.save(pipeline);

    ForkedJvm.run(folder, FreshJvmScoring.class, pipeline, output);

    Dataset<Row> expected = model.transform(TestTables.halves(200));
    assertThat(SharedSpark.session().read().parquet(output).orderBy("id").collectAsList())
        .isEqualTo(expected.orderBy("id").collectAsList());
  }
}
