package io.github.sparknn.datasets;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of one input partition that will be read, and what they weigh.
 *
 * @param weights a sum for each group of rows that weighs differently; empty without weights
 */
@DefaultSerializer(JavaSerializer.class)
record RowCount(long rows, ExactSum[] weights) implements Serializable {

  /**
   * Counts. Rows are looked into only where some may be skipped or all are weighed.
   *
   * @param schema of the rows that the source has selected
   */
  static RowCount of(Iterator<InternalRow> partition, RowSource source, StructType schema) {
    Weighting weighting = source.weighting();
    ExactSum[] weights = new ExactSum[weighting == null ? 0 : weighting.groups()];
    Arrays.setAll(weights, group -> new ExactSum());
    boolean reads = weighting != null || source.policy() == InvalidRows.SKIP;
    RowReader reader = reads ? source.reader(schema, ones(weights.length)) : null;
    byte[] scratch = new byte[source.layout().rowBytes()];
    long rows = 0;
    while (partition.hasNext()) {
      InternalRow row = partition.next();
      if (reader == null || reader.read(row, scratch, 0)) {
        rows++;
        if (weighting != null) {
          weights[reader.group(scratch, 0)].add(reader.weightValue(row));
        }
      }
    }
    return new RowCount(rows, weights);
  }

  private static double[] ones(int groups) {
    double[] ones = new double[groups];
    Arrays.fill(ones, 1);
    return ones;
  }
}
