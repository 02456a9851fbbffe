package io.github.sparknn.datasets;

import io.netty.util.internal.PlatformDependent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.util.JavaUtils;

/**
 * How many bytes off-heap a JVM of the application may use: its direct memory, and where YARN or
 * Kubernetes kill a container that grows beyond its size, no more than the container has beside the
 * heap.
 *
 * @param bytes in all
 * @param setting what raises it
 */
public record OffHeapLimit(long bytes, String setting) {
  /** What Spark calls the driver among its executors. */
  private static final String DRIVER = "driver";

  private static final Pattern DIRECT = Pattern.compile("-XX:MaxDirectMemorySize=(\\w+)");
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final String OVERHEAD_FACTOR = "spark.executor.memoryOverheadFactor";
  private static final long LEAST_OVERHEAD_MIB = 384;

  /** Of the JVM that calls, be it the driver or an executor. */
  public static OffHeapLimit here() {
    OffHeapLimit direct =
        new OffHeapLimit(
            PlatformDependent.maxDirectMemory(),
            "-XX:MaxDirectMemorySize, or the heap, from which its default comes");
    SparkEnv env = SparkEnv.get();
    boolean isExecutor = env != null && !DRIVER.equals(env.executorId());
    return isExecutor ? least(direct, container(env.conf())) : direct;
  }

  /** Of each executor, as the settings say. */
  public static OffHeapLimit ofExecutors(SparkConf conf) {
    String options =
        conf.get("spark.executor.defaultJavaOptions", "")
            + " "
            + conf.get("spark.executor.extraJavaOptions", "");
    Matcher direct = DIRECT.matcher(options);
    OffHeapLimit limit =
        direct.find()
            ? new OffHeapLimit(
                JavaUtils.byteStringAsBytes(direct.group(1)),
                "-XX:MaxDirectMemorySize in spark.executor.extraJavaOptions")
            : new OffHeapLimit(heapOfExecutors(conf), "spark.executor.memory");
    return least(limit, container(conf));
  }

  /** Bytes of heap of each executor, as the settings say. */
  public static long heapOfExecutors(SparkConf conf) {
    return conf.getSizeAsBytes("spark.executor.memory", "1g");
  }

  private static OffHeapLimit container(SparkConf conf) {
    if (!conf.get("spark.master", "").matches("(yarn|k8s).*")) {
      return new OffHeapLimit(Long.MAX_VALUE, "");
    }
    long heap = JavaUtils.byteStringAsMb(conf.get("spark.executor.memory", "1g"));
    long byDefault =
        Math.max(LEAST_OVERHEAD_MIB, (long) (conf.getDouble(OVERHEAD_FACTOR, 0.1) * heap));
    long mib = JavaUtils.byteStringAsMb(conf.get(OVERHEAD, byDefault + "m"));
    return new OffHeapLimit(mib << 20, OVERHEAD);
  }

  private static OffHeapLimit least(OffHeapLimit a, OffHeapLimit b) {
    return a.bytes <= b.bytes ? a : b;
  }
}
