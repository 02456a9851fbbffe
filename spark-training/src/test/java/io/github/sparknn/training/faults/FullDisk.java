package io.github.sparknn.training.faults;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;

import io.github.sparknn.datasets.ShardedDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spills shards of 6 MB each, whose equal rows take little in a shuffle; works in its folder. */
final class FullDisk {
  private FullDisk() {}

  /** Runs the program. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    SparkSession spark = Clusters.session("local[2]", folder);
    Dataset<Row> table =
        spark
            .range(600_000)
            .select(array(lit(1f), lit(2f), lit(3f), lit(4f)).as("features"), lit(1).as("label"));
    List<String> errors = new ArrayList<>();
    try (ShardedDataset data = Trainings.sharding(table).shardMemory(0).build()) {
      errors.add("no error with " + data.rows() + " rows");
    } catch (Exception e) { // Scala throws checked exceptions undeclared.
      errors.addAll(Outcome.messages(e));
    }
    new Attempts().outcome(null, errors, Leftovers.settled(spark, 0)).write(folder);
    spark.stop();
  }
}
