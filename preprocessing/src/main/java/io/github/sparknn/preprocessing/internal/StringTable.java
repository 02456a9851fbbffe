package io.github.sparknn.preprocessing.internal;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.array.ByteArrayMethods;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Strings numbered in the order they came: open addressing over their UTF-8 bytes, which lie end to
 * end in one array. Safe for concurrent {@link #find}s only.
 */
final class StringTable implements Serializable {
  private static final long serialVersionUID = 2L;
  private static final int MINIMUM_SLOTS = 16;

  private transient byte[] bytes = new byte[64];

  /** String {@code n} lies in {@code bytes} from {@code starts[n]} to {@code starts[n + 1]}. */
  private transient int[] starts = new int[MINIMUM_SLOTS / 2 + 1];

  private transient int[] hashes = new int[MINIMUM_SLOTS / 2];

  /** Number + 1, or 0 where free; twice as many as there may be strings. */
  private transient int[] slots = new int[MINIMUM_SLOTS];

  private transient int size;

  static StringTable of(List<String> strings) {
    StringTable table = new StringTable();
    strings.forEach(string -> table.findOrAdd(UTF8String.fromString(string)));
    return table;
  }

  int size() {
    return size;
  }

  /** Bytes of all strings. */
  int bytes() {
    return starts[size];
  }

  UTF8String get(int number) {
    return UTF8String.fromBytes(bytes, starts[number], starts[number + 1] - starts[number]);
  }

  /** The string's number, or -1. */
  int find(UTF8String string) {
    return slots[slotOf(string, string.hashCode())] - 1;
  }

  /** The string's number, the next one when it is new; its bytes are copied. */
  int findOrAdd(UTF8String string) {
    int hash = string.hashCode();
    int slot = slotOf(string, hash);
    if (slots[slot] == 0) {
      if (size == hashes.length) {
        grow();
        slot = slotOf(string, hash);
      }
      append(string);
      hashes[size] = hash;
      slots[slot] = ++size;
    }
    return slots[slot] - 1;
  }

  private void append(UTF8String string) {
    int start = starts[size];
    int end = Math.addExact(start, string.numBytes());
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * end));
    }
    string.writeToMemory(bytes, (long) Platform.BYTE_ARRAY_OFFSET + start);
    starts[size + 1] = end;
  }

  private int slotOf(UTF8String string, int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if (hashes[entry - 1] == hash && same(entry - 1, string)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean same(int number, UTF8String string) {
    int start = starts[number];
    int length = starts[number + 1] - start;
    return length == string.numBytes()
        && ByteArrayMethods.arrayEquals(
            string.getBaseObject(),
            string.getBaseOffset(),
            bytes,
            (long) Platform.BYTE_ARRAY_OFFSET + start,
            length);
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    starts = Arrays.copyOf(starts, hashes.length + 1);
    fillSlots();
  }

  private void fillSlots() {
    slots = new int[2 * hashes.length];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = hashes[number] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  /** The strings alone: half of what it has in memory, or less. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeObject(Arrays.copyOf(starts, size + 1));
    out.writeObject(Arrays.copyOf(bytes, bytes()));
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    starts = (int[]) in.readObject();
    bytes = (byte[]) in.readObject();
    size = starts.length - 1;
    int capacity = MINIMUM_SLOTS / 2;
    while (capacity < size) {
      capacity *= 2;
    }
    starts = Arrays.copyOf(starts, capacity + 1);
    hashes = new int[capacity];
    for (int number = 0; number < size; number++) {
      hashes[number] = get(number).hashCode();
    }
    fillSlots();
  }

  /** Same strings under the same numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof StringTable table
        && size == table.size
        && Arrays.equals(starts, 0, size + 1, table.starts, 0, size + 1)
        && Arrays.equals(bytes, 0, bytes(), table.bytes, 0, bytes());
  }

  @Override
  public int hashCode() {
    int result = size;
    for (int i = 0; i < size; i++) {
      result = 31 * result + hashes[i];
    }
    return result;
  }
}
