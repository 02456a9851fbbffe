package io.github.sparknn.jobs;

import static org.apache.spark.sql.types.DataTypes.DoubleType;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;

/**
 * The Spark session of a command: the active one, or one that ends with the command. Its SQL knows
 * {@code vector_to_array(v)} for the vectors of Spark ML.
 */
final class JobSession implements AutoCloseable {
  private static final String VECTOR_FUNCTION = "vector_to_array";

  /** Spark ML has this function for its API only, not for SQL. Null stays null. */
  private static final UDF1<Vector, double[]> VECTOR_TO_ARRAY =
      vector -> vector == null ? null : vector.toArray();

  private final SparkSession spark;
  private final boolean own;

  private JobSession(SparkSession spark, boolean own) {
    this.spark = spark;
    this.own = own;
  }

  /**
   * Takes the session there is, or starts one: on the master that spark-submit or the system
   * property {@code spark.master} names, else on {@code local[*]}.
   *
   * @param app the application's name in a new session
   * @param settings Spark settings; of a session there is, only those that can be changed count
   */
  static JobSession open(String app, Map<String, String> settings) {
    boolean own = SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder = SparkSession.builder();
    if (own) {
      builder.appName(app);
      if (!new SparkConf().contains("spark.master")) {
        builder.master("local[*]");
      }
    }
    settings.forEach(builder::config);
    SparkSession spark = builder.getOrCreate();
    if (!spark.catalog().functionExists(VECTOR_FUNCTION)) {
      spark.udf().register(VECTOR_FUNCTION, VECTOR_TO_ARRAY, new ArrayType(DoubleType, false));
    }
    return new JobSession(spark, own);
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    if (own) {
      spark.stop();
    }
  }
}
