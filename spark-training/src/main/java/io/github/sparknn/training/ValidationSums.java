package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.training.report.Validation;
import java.io.Serializable;
import java.util.List;

/**
 * What one worker's shard adds to a validation. Weights are 1 without weights, and 1 on average
 * over all shards with them, so that sums of weights and of examples agree but for rounding.
 *
 * @param lossSum of the examples' losses times their weights
 * @param weights of the examples
 * @param hits weights of the examples whose class is found; NaN where labels are no classes
 */
@DefaultSerializer(JavaSerializer.class)
record ValidationSums(long examples, double lossSum, double weights, double hits)
    implements Serializable {
  static final ValidationSums ZERO = new ValidationSums(0, 0, 0, 0);

  static Validation total(List<ValidationSums> shards) {
    long examples = shards.stream().mapToLong(ValidationSums::examples).sum();
    double lossSum = shards.stream().mapToDouble(ValidationSums::lossSum).sum();
    double weights = shards.stream().mapToDouble(ValidationSums::weights).sum();
    double hits = shards.stream().mapToDouble(ValidationSums::hits).sum();
    return new Validation(lossSum / examples, hits / weights, examples);
  }
}
