package io.github.sparknn.training.faults;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master$;
import org.apache.spark.deploy.worker.Worker$;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.SparkSession;
import scala.Option;
import scala.Some;

/** Spark sessions whose executors are processes of their own. */
final class Clusters {
  /** A cluster of two executors that differ by their host's name. */
  static final String TWO_HOSTS = "two-hosts";

  /** A cluster of two executors on one host. */
  static final String ONE_HOST = "local-cluster[2,1,1024]";

  private static final int CORES = 1;
  private static final int MEGABYTES = 1024;

  private Clusters() {}

  /**
   * A session with the given master and this JVM's fault in its executors.
   *
   * @param folder for local files
   */
  static SparkSession session(String master, Path folder) {
    List<String> executorFlags = new ArrayList<>(ForkedJvm.SHORT_LIVED);
    executorFlags.addAll(List.of(Fault.installed().flags(folder)));
    return SparkSession.builder()
        .master(master.equals(TWO_HOSTS) ? startTwoHosts(folder) : master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", folder.resolve("local").toString())
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
        .config("spark.executor.cores", CORES)
        .config("spark.executor.memory", "512m")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.extraJavaOptions", String.join(" ", executorFlags))
        .config("spark.locality.wait", "500ms")
        .config("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
        .config("spark.speculation", master.equals(TWO_HOSTS))
        .config("spark.speculation.multiplier", "1.1")
        .config("spark.speculation.quantile", "0.5")
        .config("spark.speculation.minTaskRuntime", "500ms")
        .getOrCreate();
  }

  /**
   * Starts a standalone master and two workers in this JVM. Spark never runs two attempts of a task
   * on one host, and local-cluster knows one host only.
   *
   * @return the master's address
   */
  private static String startTwoHosts(Path folder) {
    SparkConf conf = new SparkConf().set("spark.local.dir", folder.resolve("local").toString());
    RpcEnv master = Master$.MODULE$.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    String address = master.address().toSparkURL();
    startWorker("127.0.0.1", 1, address, folder, conf);
    startWorker("localhost", 2, address, folder, conf);
    return address;
  }

  private static void startWorker(
      String host, int number, String master, Path folder, SparkConf conf) {
    File work = folder.resolve("work").toFile();
    Worker$.MODULE$.startRpcEnvAndEndpoint(
        host,
        0,
        0,
        CORES,
        MEGABYTES,
        new String[] {master},
        work.getPath(),
        Some.apply(number),
        conf,
        Option.empty());
  }
}
