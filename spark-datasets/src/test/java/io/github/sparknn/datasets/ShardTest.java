package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag$;

class ShardTest {
  /** 1 MiB of features a row: four rows a batch. */
  private static final ShardLayout WIDE = new ShardLayout((1 << 18) - 1, 1, 0, 0);

  private static final ShardLayout NARROW = new ShardLayout(2, 1, 3, 0);
  private static final ShardLayout WEIGHTED = new ShardLayout(2, 1, 3, 1);

  @TempDir Path folder;
  private long allocatedBefore;

  @BeforeEach
  void rememberWhatIsHeld() {
    allocatedBefore = ArrowMemory.allocatedBytes();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocatedBefore);
    assertThat(folder).isEmptyDirectory();
  }

  /** Row i holds i + 1, i + 2, ..., the label i % 3 and the weight i / 2 where there are such. */
  private Shard shard(int rows, ShardLayout layout, long memory) throws IOException {
    try (ShardWriter writer = new ShardWriter(4, rows, layout, memory, this::newFile)) {
      for (int i = 0; i < rows; i++) {
        writer.append(row(i, layout), layout.rowBytes());
      }
      return writer.finish(0);
    }
  }

  private static byte[] row(int i, ShardLayout layout) {
    ByteBuffer row = ByteBuffer.allocate(layout.rowBytes()).order(ByteOrder.nativeOrder());
    for (int j = 1; j <= layout.features(); j++) {
      row.putFloat(i + j);
    }
    row.putFloat(i % 3);
    if (layout.weights() > 0) {
      row.putFloat(i / 2f);
    }
    return row.array();
  }

  private File newFile() {
    return folder.resolve("shard.arrow").toFile();
  }

  private static List<float[]> contents(Shard shard) {
    return Rows.contents(shard, shard.layout().features(), shard.layout().labels());
  }

  @Test
  void spilledRowsAreTheSame() throws IOException {
    try (Shard inMemory = shard(11, WIDE, Long.MAX_VALUE);
        Shard half = shard(11, WIDE, 5 << 20)) {
      assertThat(inMemory.spillFile()).isEmpty();
      assertThat(half.spillFile()).hasValueSatisfying(file -> assertThat(file).exists());
      assertThat(contents(half))
          .usingElementComparator(Arrays::compare)
          .isEqualTo(contents(inMemory));
    }
    try (Shard inMemory = shard(11, WIDE, Long.MAX_VALUE);
        Shard onDisk = shard(11, WIDE, 0)) {
      assertThat(contents(onDisk))
          .usingElementComparator(Arrays::compare)
          .isEqualTo(contents(inMemory));
    }
  }

  @Test
  void aSpilledShardHoldsOnlyItsMemoryOffHeap() throws IOException {
    try (Shard shard = shard(11, WIDE, 5 << 20)) {
      assertThat(ArrowMemory.allocatedBytes() - allocatedBefore).isBetween(4L << 20, 5L << 20);
      assertThat(shard.rows()).isEqualTo(11);
    }
  }

  @Test
  void arrowReadsTheSpillFile() throws IOException {
    try (Shard shard = shard(11, WIDE, 5 << 20);
        FileChannel channel = FileChannel.open(shard.spillFile().orElseThrow().toPath());
        ArrowFileReader reader = new ArrowFileReader(channel, ArrowMemory.newAllocator("reader"))) {
      List<Float> firsts = new ArrayList<>();
      List<Float> labels = new ArrayList<>();
      while (reader.loadNextBatch()) {
        for (int i = 0; i < reader.getVectorSchemaRoot().getRowCount(); i++) {
          firsts.add(value(reader, "features", i));
          labels.add(value(reader, "labels", i));
        }
      }
      assertThat(firsts).containsExactly(5f, 6f, 7f, 8f, 9f, 10f, 11f);
      assertThat(labels).containsExactly(1f, 2f, 0f, 1f, 2f, 0f, 1f);
    }
  }

  private static float value(ArrowFileReader reader, String name, int row) throws IOException {
    FixedSizeListVector lists = (FixedSizeListVector) reader.getVectorSchemaRoot().getVector(name);
    assertThat(lists.getNullCount()).isZero();
    return ((Float4Vector) lists.getDataVector()).get(row * lists.getListSize());
  }

  @Test
  void fillFollowsTheOrderAndStopsAtItsEnd() throws IOException {
    try (Shard shard = shard(5, NARROW, Long.MAX_VALUE);
        MiniBatch batch = MiniBatch.allocate(3, new int[] {2}, 3)) {
      int[] order = {4, 0, 3, 1, 2};
      shard.fill(batch, order, 0);
      assertThat(batch.features().toFloatMatrix())
          .isDeepEqualTo(new float[][] {{5, 6}, {1, 2}, {4, 5}});
      assertThat(batch.labels().toFloatMatrix())
          .isDeepEqualTo(new float[][] {{0, 1, 0}, {1, 0, 0}, {1, 0, 0}});
      shard.fill(batch, order, 3);
      assertThat(batch.rows()).isEqualTo(2);
      assertThat(batch.features().toFloatMatrix()).isDeepEqualTo(new float[][] {{2, 3}, {3, 4}});
      assertThat(batch.labels().toFloatMatrix())
          .isDeepEqualTo(new float[][] {{0, 1, 0}, {0, 0, 1}});
      shard.fill(batch, order, 5);
      assertThat(batch.rows()).isZero();
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    try (Shard shard = shard(2, NARROW, Long.MAX_VALUE);
        MiniBatch wrong = MiniBatch.allocate(3, new int[] {3}, 3);
        MiniBatch batch = MiniBatch.allocate(3, new int[] {2}, 0)) {
      assertThatThrownBy(() -> shard.fill(wrong, new int[] {0}, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot fill mini-batch: its rows hold 3 features and 3 labels (must be 2 and 3)");
      assertThatThrownBy(() -> shard.fill(batch, new int[] {0}, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid from: 2 (must be in 0..1)");
      assertThatThrownBy(() -> shard.fill(batch, new int[] {2}, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aClosedShardRefusesToBeRead() throws IOException {
    Shard shard = shard(3, NARROW, 0);
    shard.close();
    shard.close();
    try (MiniBatch batch = MiniBatch.allocate(3, new int[] {2}, 3)) {
      assertThatThrownBy(() -> shard.fill(batch, new int[] {0}, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot read shard 4: it is closed");
    }
  }

  @Test
  void theLastOrderIsKept() throws IOException {
    try (Shard shard = shard(50, NARROW, Long.MAX_VALUE)) {
      int[] order = shard.order(1, 2);
      assertThat(shard.order(1, 2)).isSameAs(order);
      assertThat(shard.order(1, 3)).isNotEqualTo(order);
      assertThat(shard.order(1, 2)).isEqualTo(order);
    }
  }

  @Test
  void anUnfinishedShardLeavesNothing() throws IOException {
    try (ShardWriter writer = new ShardWriter(0, 20, WIDE, 4 << 20, this::newFile)) {
      for (int i = 0; i < 10; i++) {
        writer.append(row(i, WIDE), WIDE.rowBytes());
      }
      assertThat(newFile()).exists();
      assertThatThrownBy(() -> writer.finish(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot build shard 0: it has 10 rows where 20 were counted");
    }
  }

  @Test
  void moreRowsThanDeclaredAreRefused() throws IOException {
    try (ShardWriter writer = new ShardWriter(0, 1, NARROW, 1 << 20, this::newFile)) {
      writer.append(row(0, NARROW), NARROW.rowBytes());
      assertThatThrownBy(() -> writer.append(row(1, NARROW), NARROW.rowBytes()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot build shard 0: it has more rows than the 1 counted");
    }
  }

  @Test
  void aSerializedCopyHoldsTheSameRows() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Shard shard = shard(20_000, NARROW, Long.MAX_VALUE);
        ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(shard);
      out.flush();
      try (ObjectInputStream in =
              new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
          Shard copy = (Shard) in.readObject()) {
        assertSameRows(copy, shard);
      }
    }
  }

  @Test
  void weightsAreFilledCopiedAndSpilled() throws IOException {
    SerializerInstance java = new JavaSerializer(new SparkConf(false)).newInstance();
    try (Shard inMemory = shard(5, WEIGHTED, Long.MAX_VALUE);
        Shard onDisk = shard(5, WEIGHTED, 0);
        Shard copy =
            java.deserialize(
                java.serialize(onDisk, ClassTag$.MODULE$.apply(Shard.class)),
                ClassTag$.MODULE$.apply(Shard.class));
        MiniBatch batch = MiniBatch.allocateWeighted(4, new int[] {2}, 3)) {
      for (Shard shard : List.of(inMemory, onDisk, copy)) {
        shard.fill(batch, new int[] {4, 0, 3}, 0);
        assertThat(batch.weights().toFloatMatrix()).isDeepEqualTo(new float[][] {{2}, {0}, {1.5f}});
        assertThat(batch.features().getFloat(2, 1)).isEqualTo(5);
        assertThat(batch.labels().toFloatMatrix())
            .isDeepEqualTo(new float[][] {{0, 1, 0}, {1, 0, 0}, {1, 0, 0}});
      }
    }
  }

  @Test
  void aCopyByKryoHoldsTheSameRows() throws IOException {
    SerializerInstance kryo = new KryoSerializer(new SparkConf(false)).newInstance();
    try (Shard shard = shard(20_000, NARROW, Long.MAX_VALUE);
        Shard copy =
            kryo.deserialize(
                kryo.serialize(shard, ClassTag$.MODULE$.apply(Shard.class)),
                ClassTag$.MODULE$.apply(Shard.class))) {
      assertSameRows(copy, shard);
    }
  }

  private static void assertSameRows(Shard copy, Shard shard) {
    assertThat(copy).isNotSameAs(shard);
    assertThat(copy.index()).isEqualTo(4);
    assertThat(copy.order(5, 6)).isEqualTo(shard.order(5, 6));
    assertThat(contents(copy)).usingElementComparator(Arrays::compare).isEqualTo(contents(shard));
  }
}
