package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.training.network.ModelState;
import java.io.Serializable;

/**
 * What one worker brings home from a round.
 *
 * @param state after its mini-batches; null when it had none left in the epoch
 * @param examples examples seen
 * @param lossSum sum of the examples' losses
 * @param computeSeconds time of load and steps
 */
@DefaultSerializer(JavaSerializer.class)
record RoundResult(ModelState state, long examples, double lossSum, double computeSeconds)
    implements Serializable {
  static final RoundResult IDLE = new RoundResult(null, 0, 0, 0);
}
