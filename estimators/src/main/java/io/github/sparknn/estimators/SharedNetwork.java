package io.github.sparknn.estimators;

import java.io.Serializable;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag$;

/**
 * A fitted network on its way to the executors: broadcast once per model and Spark application,
 * however often the model and its copies transform. Spark frees the broadcast when none of them is
 * reachable any longer.
 */
final class SharedNetwork implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String id = UUID.randomUUID().toString();
  private final FittedNetwork network;
  private transient SparkContext context;
  private transient Handle handle;

  /**
   * What a plan carries.
   *
   * @param id of the model; the same for all its transforms
   */
  record Handle(String id, Broadcast<FittedNetwork> network) implements Serializable {}

  SharedNetwork(FittedNetwork network) {
    this.network = network;
  }

  synchronized Handle on(SparkContext spark) {
    if (handle == null || context != spark) {
      handle =
          new Handle(id, spark.broadcast(network, ClassTag$.MODULE$.apply(FittedNetwork.class)));
      context = spark;
    }
    return handle;
  }
}
