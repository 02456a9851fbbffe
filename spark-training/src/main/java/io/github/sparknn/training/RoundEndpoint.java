package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.apache.spark.util.RpcUtils;
import scala.PartialFunction;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where executors fetch the states of open rounds from the driver and hand theirs in, over the
 * connection that they have with it anyway. Spark's RPC is not public API: all that this module
 * uses of it is here. Messages hold classes of the JDK only, as an executor reads them by the class
 * loader of Spark, which knows no jar that came with the application.
 */
final class RoundEndpoint implements ThreadSafeRpcEndpoint {
  private static final String NAME = "sparknn-rounds";

  /** Of the driver: the environment that this process serves already. */
  private static RpcEnv served;

  /** Of an executor: its driver. */
  private static RpcEndpointRef driver;

  private final RpcEnv rpcEnv;

  private RoundEndpoint(RpcEnv rpcEnv) {
    this.rpcEnv = rpcEnv;
  }

  /** On the driver: from now on, until Spark stops, executors can ask. */
  static synchronized void serve() {
    RpcEnv here = SparkEnv.get().rpcEnv();
    if (served != here) {
      here.setupEndpoint(NAME, new RoundEndpoint(here));
      served = here;
    }
  }

  /** In a task of an executor: the bytes of the state that the round begins with. */
  static byte[] fetch(long round) {
    return driver().askSync(new Object[] {round}, ClassTag$.MODULE$.apply(byte[].class));
  }

  /** In a task of an executor: hands in the bytes of the state that the worker ended with. */
  static void hand(long round, int worker, byte[] state) {
    driver().askSync(new Object[] {round, worker, state}, ClassTag$.MODULE$.apply(Boolean.class));
  }

  private static synchronized RpcEndpointRef driver() {
    if (driver == null) {
      SparkEnv env = SparkEnv.get();
      driver = RpcUtils.makeDriverRef(NAME, env.conf(), env.rpcEnv());
    }
    return driver;
  }

  @Override
  public RpcEnv rpcEnv() {
    return rpcEnv;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext call) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(Object message) {
        return message instanceof Object[];
      }

      @Override
      public BoxedUnit apply(Object message) {
        try {
          call.reply(answer((Object[]) message));
        } catch (IllegalStateException e) {
          call.sendFailure(e);
        }
        return BoxedUnit.UNIT;
      }
    };
  }

  private static Object answer(Object[] message) {
    OpenRound round = OpenRound.of((Long) message[0]);
    if (message.length == 1) {
      return round.startBytes();
    }
    round.hand((Integer) message[1], ModelState.ofBytes((byte[]) message[2]));
    return true;
  }
}
