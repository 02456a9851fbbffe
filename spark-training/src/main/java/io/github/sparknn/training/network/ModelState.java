package io.github.sparknn.training.network;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Everything that a training step changes: parameters, optimizer state and counters. The arrays are
 * handed over, not copied: whoever makes a state no longer writes to them. Serializes as one block
 * of bytes.
 */
@DefaultSerializer(JavaSerializer.class)
public final class ModelState implements Externalizable {
  private static final long serialVersionUID = 1L;

  /** Floats that are moved between array and stream at once, so that no copy is made of all. */
  private static final int CHUNK = 16384;

  private float[] parameters;
  private float[] optimizerState;
  private int iteration;
  private int epoch;

  /** For deserialization only. */
  public ModelState() {}

  /**
   * @param parameters DL4J's flat parameter vector
   * @param optimizerState DL4J's flat updater state, empty when the optimizer has none
   * @param iteration optimizer steps so far, from which Adam's bias correction and schedules follow
   * @param epoch completed passes over the training data
   */
  public ModelState(float[] parameters, float[] optimizerState, int iteration, int epoch) {
    this.parameters = parameters;
    this.optimizerState = optimizerState;
    this.iteration = iteration;
    this.epoch = epoch;
  }

  /** The flat parameter vector; not to be modified. */
  public float[] parameters() {
    return parameters;
  }

  /** The flat optimizer state, empty when there is none; not to be modified. */
  public float[] optimizerState() {
    return optimizerState;
  }

  /** Optimizer steps so far. */
  public int iteration() {
    return iteration;
  }

  /** Completed epochs. */
  public int epoch() {
    return epoch;
  }

  /** Floats of parameters and optimizer state together. */
  public long size() {
    return (long) parameters.length + optimizerState.length;
  }

  /** Whether no parameter and no value of the optimizer's state is NaN or infinite. */
  public boolean isFinite() {
    return isFinite(parameters) && isFinite(optimizerState);
  }

  private static boolean isFinite(float[] values) {
    // A sum of zeros is NaN as soon as one value is not finite; four sums need not wait for
    // another.
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      a += values[i] * 0f;
      b += values[i + 1] * 0f;
      c += values[i + 2] * 0f;
      d += values[i + 3] * 0f;
    }
    for (; i < values.length; i++) {
      a += values[i] * 0f;
    }
    return a + b + c + d == 0f;
  }

  /** The same parameters and optimizer state with another epoch count. */
  public ModelState withEpoch(int newEpoch) {
    return new ModelState(parameters, optimizerState, iteration, newEpoch);
  }

  /** The same optimizer state and counters with other parameters. */
  public ModelState withParameters(float[] newParameters) {
    return new ModelState(newParameters, optimizerState, iteration, epoch);
  }

  /** The same parameters and counters with another optimizer state. */
  public ModelState withOptimizerState(float[] newOptimizerState) {
    return new ModelState(parameters, newOptimizerState, iteration, epoch);
  }

  /**
   * A copy of some values of parameters and optimizer state, these one after the other.
   *
   * @param from first index, inclusive
   * @param to last index, exclusive, at most {@link #size}
   */
  public float[] copyOfRange(int from, int to) {
    float[] values = new float[to - from];
    int ofParameters = Math.max(0, Math.min(to, parameters.length) - from);
    System.arraycopy(parameters, Math.min(from, parameters.length), values, 0, ofParameters);
    int rest = values.length - ofParameters;
    int begin = Math.max(0, from - parameters.length);
    System.arraycopy(
        optimizerState, Math.min(begin, optimizerState.length), values, ofParameters, rest);
    return values;
  }

  /** Counters without any values. */
  public static ModelState ofCounters(int iteration, int epoch) {
    return new ModelState(new float[0], new float[0], iteration, epoch);
  }

  /** The parameters alone, as a model that predicts needs them; counters zero. */
  public ModelState withoutOptimizerState() {
    return ofParameters(parameters);
  }

  /** Trained parameters without an optimizer's state; counters zero. */
  public static ModelState ofParameters(float[] parameters) {
    return new ModelState(parameters, new float[0], 0, 0);
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(iteration);
    out.writeInt(epoch);
    writeFloats(out, parameters);
    writeFloats(out, optimizerState);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    iteration = in.readInt();
    epoch = in.readInt();
    parameters = readFloats(in);
    optimizerState = readFloats(in);
  }

  private static void writeFloats(ObjectOutput out, float[] values) throws IOException {
    out.writeInt(values.length);
    writeValues(out, values);
  }

  private static float[] readFloats(ObjectInput in) throws IOException {
    float[] values = new float[in.readInt()];
    readValues(in, values);
    return values;
  }

  /** Writes the values, little-endian, without a copy of all of them. */
  public static void writeValues(DataOutput out, float[] values) throws IOException {
    ByteBuffer chunk = chunk(values.length);
    for (int from = 0; from < values.length; from += CHUNK) {
      int length = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, length);
      out.write(chunk.array(), 0, length * Float.BYTES);
    }
  }

  /** Fills the array with what {@link #writeValues} wrote. */
  public static void readValues(DataInput in, float[] values) throws IOException {
    ByteBuffer chunk = chunk(values.length);
    for (int from = 0; from < values.length; from += CHUNK) {
      int length = Math.min(CHUNK, values.length - from);
      in.readFully(chunk.array(), 0, length * Float.BYTES);
      chunk.asFloatBuffer().get(values, from, length);
    }
  }

  private static ByteBuffer chunk(int values) {
    return ByteBuffer.allocate(Math.min(values, CHUNK) * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All of it as little-endian bytes: counters, the number of parameters, all values. */
  public byte[] toBytes() {
    int header = 3 * Integer.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(header + size() * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(iteration).putInt(epoch).putInt(parameters.length);
    bytes.asFloatBuffer().put(parameters).put(optimizerState);
    return bytes.array();
  }

  /** The inverse of {@link #toBytes()}. */
  public static ModelState ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int iteration = buffer.getInt();
    int epoch = buffer.getInt();
    float[] parameters = new float[buffer.getInt()];
    FloatBuffer values = buffer.asFloatBuffer().get(parameters);
    float[] optimizerState = new float[values.remaining()];
    values.get(optimizerState);
    return new ModelState(parameters, optimizerState, iteration, epoch);
  }
}
