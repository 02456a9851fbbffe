package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs around the pipeline of late flights, on the whole of their data. */
class FlightProgramsIT {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir private static Path folder;
  private static Dataset<Row> flights;
  private static String model;

  @BeforeAll
  static void train() throws IOException {
    flights = Flights.read(SPARK, Flights.FOLDER);
    model = folder.resolve("model").toString();
    FlightDelays.pipeline().fit(flights.where(Flights.TRAINING)).save(model);
  }

  @AfterAll
  static void dropTables() {
    SPARK.sql("DROP TABLE IF EXISTS flights");
    SPARK.sql("DROP TABLE IF EXISTS flight_lateness");
  }

  @Test
  void aTableIsScoredIntoAnother() {
    String tables = folder.resolve("tables").toString();
    BatchScoring.save(flights, "flights", tables);

    Dataset<Row> departed = BatchScoring.departed(SPARK, model);
    BatchScoring.save(departed, "flight_lateness", tables, "Carrier");

    assertThat(departed.queryExecution().executedPlan().toString())
        .contains("PushedFilters: [IsNotNull(Cancelled), EqualTo(Cancelled,0)]");
    Dataset<Row> scored = SPARK.table("flight_lateness");
    assertThat(scored.count()).isEqualTo(flights.where("Cancelled = 0").count());
    assertThat(scored.where("lateProbability IS NULL").isEmpty()).isTrue();
    assertThat(Flights.areaUnderRoc(scored)).isGreaterThan(0.95);
    assertThat(folder.resolve("tables/flight_lateness/Carrier=WN")).isDirectory();
  }

  @Test
  void aStreamIsScoredAsATableIs() throws Exception {
    String out = folder.resolve("stream").toString();

    StreamingQuery query = StreamingScoring.start(SPARK, Flights.FOLDER, model, out);
    query.awaitTermination();

    assertThat(query.exception().isEmpty()).isTrue();
    assertThat(query.recentProgress()).hasSize(4); // 31 files, 8 a batch
    Dataset<Row> streamed = SPARK.read().parquet(out);
    assertThat(Flights.areaUnderRoc(streamed)).isGreaterThan(0.95);
    Dataset<Row> scored = Flights.lateness(PipelineModel.load(model).transform(flights));
    assertThat(sorted(streamed))
        .usingElementComparator(FlightProgramsIT::compare)
        .isEqualTo(sorted(scored));

    StreamingScoring.start(SPARK, Flights.FOLDER, model, out).awaitTermination();
    assertThat(SPARK.read().parquet(out).count()).as("nothing is scored twice").isEqualTo(9_746);
  }

  @Test
  void crossValidationPrefersTheHigherLearningRate() {
    CrossValidatorModel search = HyperparameterSearch.search(flights.where(Flights.TRAINING));

    assertThat(search.avgMetrics()).hasSize(4);
    PipelineModel best = (PipelineModel) search.bestModel();
    NeuralNetworkClassificationModel network = (NeuralNetworkClassificationModel) best.stages()[1];
    assertThat(((NeuralNetworkClassifier) network.parent()).getLearningRate()).isEqualTo(3e-3);
    Dataset<Row> lateness = Flights.lateness(search.transform(flights));
    assertThat(Flights.areaUnderRoc(lateness)).isGreaterThan(0.95);
  }

  private static List<Row> sorted(Dataset<Row> lateness) {
    return lateness
        .sort("FlightDate", "Carrier", "FlightNum", "Origin", "lateProbability")
        .collectAsList();
  }

  /** Batches of other rows may round otherwise: 0 where nothing else differs. */
  private static int compare(Row left, Row right) {
    int last = left.length() - 1;
    boolean same = Math.abs(left.getDouble(last) - right.getDouble(last)) < 1e-6;
    for (int i = 0; i < last; i++) {
      same &= Objects.equals(left.get(i), right.get(i));
    }
    return same ? 0 : 1;
  }
}
