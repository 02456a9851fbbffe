package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.training.report.Validation;
import java.io.Serializable;
import java.util.List;

/** What one worker's shard adds to a validation. */
@DefaultSerializer(JavaSerializer.class)
record ValidationSums(long examples, double lossSum, long hits) implements Serializable {
  static final ValidationSums ZERO = new ValidationSums(0, 0, 0);

  static Validation total(List<ValidationSums> shards) {
    long examples = shards.stream().mapToLong(ValidationSums::examples).sum();
    double lossSum = shards.stream().mapToDouble(ValidationSums::lossSum).sum();
    long hits = shards.stream().mapToLong(ValidationSums::hits).sum();
    return new Validation(lossSum / examples, (double) hits / examples, examples);
  }
}
