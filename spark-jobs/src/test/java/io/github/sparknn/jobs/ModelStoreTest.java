package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.jobs.config.ModelSection;
import io.github.sparknn.jobs.config.WriteMode;
import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir private Path folder;

  private ModelSection section(WriteMode mode) {
    return new ModelSection(folder.resolve("model").toString(), mode);
  }

  private static PipelineModel model(PipelineStage stage) {
    Dataset<Row> none = SPARK.range(0).toDF();
    return new Pipeline().setStages(new PipelineStage[] {stage}).fit(none);
  }

  private static PipelineModel selecting(String sql) {
    return model(new SQLTransformer().setStatement("SELECT " + sql + " FROM __THIS__"));
  }

  private String saved() {
    PipelineModel model = PipelineModel.load(folder.resolve("model").toString());
    return ((SQLTransformer) model.stages()[0]).getStatement();
  }

  @Test
  void replacesTheModelByAWholeOne() {
    ModelStore.save(SPARK, selecting("1"), section(WriteMode.ERROR));
    assertThat(saved()).contains("SELECT 1");

    ModelStore.save(SPARK, selecting("2"), section(WriteMode.OVERWRITE));

    assertThat(saved()).contains("SELECT 2");
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void keepsTheModelBeforeWhenTheNewOneCannotBeSaved() {
    ModelStore.save(SPARK, selecting("1"), section(WriteMode.ERROR));

    assertThatThrownBy(
            () -> ModelStore.save(SPARK, model(new Unsavable()), section(WriteMode.OVERWRITE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot save the model to " + folder.resolve("model") + ": ");
    assertThat(saved()).contains("SELECT 1");
    assertThat(folder.toFile().list()).containsExactly("model");

    assertThatThrownBy(() -> ModelStore.save(SPARK, selecting("2"), section(WriteMode.ERROR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.resolve("model") + " exists, ");
    assertThat(saved()).contains("SELECT 1");
  }

  @Test
  void putsBackWhatWasThereWhenARenameFails() throws IOException {
    Path place = Files.writeString(folder.resolve("place"), "before");
    FileSystem files = FileSystem.getLocal(new Configuration()).getRawFileSystem();
    org.apache.hadoop.fs.Path missing = new org.apache.hadoop.fs.Path(folder + "/missing");

    assertThatThrownBy(
            () -> Places.put(files, missing, new org.apache.hadoop.fs.Path(place.toString()), true))
        .isInstanceOf(IOException.class);

    assertThat(place).hasContent("before");
    assertThat(folder.toFile().list()).containsExactly("place");
  }

  /** A stage that Spark ML cannot save. */
  public static final class Unsavable extends Transformer {
    @Override
    public String uid() {
      return "unsavable";
    }

    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
      return rows.toDF();
    }

    @Override
    public StructType transformSchema(StructType schema) {
      return schema;
    }

    @Override
    public Transformer copy(ParamMap extra) {
      return this;
    }
  }
}
