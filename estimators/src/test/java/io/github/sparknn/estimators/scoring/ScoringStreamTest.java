package io.github.sparknn.estimators.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringStreamTest extends ScoringTestBase {
  @TempDir Path folder;

  private final ArithmeticModel model = ArithmeticModel.ofBatchSize(16);

  private void run(Dataset<Row> stream, String name, String mode)
      throws TimeoutException, StreamingQueryException {
    StreamingQuery query =
        stream
            .writeStream()
            .format("memory")
            .queryName(name)
            .outputMode(mode)
            .option("checkpointLocation", folder.resolve(name).toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    assertThat(query.exception().isEmpty()).isTrue();
  }

  private Dataset<Row> stream() {
    String path = folder.resolve("files").toString();
    table(40, 2).write().parquet(path);
    return SPARK
        .readStream()
        .schema(table(1, 1).schema())
        .option("maxFilesPerTrigger", 1)
        .parquet(path);
  }

  @Test
  void scoresAStreamInBatches() throws Exception {
    run(score(stream(), model).select("id", "sum"), "scored_stream", "append");

    Dataset<Row> result = SPARK.table("scored_stream");
    assertThat(result.count()).isEqualTo(40);
    assertThat(result.where("sum = id + 0.5").count()).isEqualTo(40);
    assertThat(model.calls().batches).hasValue(4);
  }

  @Test
  void aggregatesScoresOfAStream() throws Exception {
    Dataset<Row> sums = score(stream(), model).groupBy().sum("sum");

    run(sums, "summed_stream", "complete");

    assertThat(doubles(SPARK.table("summed_stream"), "sum(sum)")).containsExactly(800.0);
  }
}
