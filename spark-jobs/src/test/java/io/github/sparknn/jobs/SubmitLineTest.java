package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.training.TrainingPreflight;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SubmitLineTest {
  private static final TrainingPreflight FOUND =
      new TrainingPreflight(
          "yarn",
          "blas",
          "cpu",
          0,
          2,
          2,
          2,
          List.of(2),
          2,
          List.of(),
          22,
          10,
          5,
          60,
          List.of(),
          List.of());

  private static String line(SparkConf conf, String... jobOptions) {
    return SubmitLine.of(conf, FOUND, List.of(jobOptions));
  }

  @Test
  void repeatsSettingsAndHidesThoseThatAreSecret() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.executorEnv.AWS_SECRET_ACCESS_KEY", "s3cr3t")
            .set("spark.executorEnv.JDBC", "jdbc:x://h/d?user=u&password=s3cr3t")
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            .set("spark.executor.cores", "2")
            .set("spark.hadoop.fs.s3a.secret.key", "s3cr3t");

    assertThat(
            line(
                conf,
                "--config",
                "password=1.yaml",
                "--set",
                "train.tracking.mlflow.tags.\"api=Token\"=s3cr3t",
                "--set",
                "train.tracking.mlflow.trackingUri=https://me:s3cr3t@mlflow:5000/",
                "--set",
                "train.report=hdfs://host:8020/a@b",
                "--set",
                "train.stages[0].inputCol=tokens"))
        .contains(" --conf spark.executorEnv.AWS_SECRET_ACCESS_KEY=***")
        .contains(" --conf spark.executorEnv.JDBC=***")
        .contains(" --conf spark.executorEnv.OMP_NUM_THREADS=1")
        .contains(" --conf spark.executor.cores=2")
        .endsWith(
            " train --config password=1.yaml"
                + " --set 'train.tracking.mlflow.tags.\"api=Token\"=***'"
                + " --set train.tracking.mlflow.trackingUri=***"
                + " --set train.report=hdfs://host:8020/a@b"
                + " --set train.stages[0].inputCol=tokens")
        .doesNotContain("s3cr3t");
  }

  @Test
  void hidesWhatTheApplicationsOwnRegexFinds() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.redaction.regex", "LICENCE")
            .set("spark.executorEnv.LICENCE", "s3cr3t")
            .set("spark.executorEnv.TOKENS", "12");

    assertThat(line(conf, "--config", "job.yaml"))
        .contains("spark.executorEnv.LICENCE=*** ")
        .contains("spark.executorEnv.TOKENS=12 ");
  }
}
