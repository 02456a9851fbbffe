package io.github.sparknn.training.network;

import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * DL4J's estimate of the memory that a network takes.
 *
 * @param stateBytes of parameters and optimizer state
 * @param trainingBytes of all: parameters, gradients, optimizer state, activations, working memory
 */
public record NetworkMemory(long stateBytes, long trainingBytes) {

  static NetworkMemory of(MemoryReport report, int batchSize) {
    return new NetworkMemory(
        bytes(report, MemoryType.PARAMETERS, batchSize)
            + bytes(report, MemoryType.UPDATER_STATE, batchSize),
        report.getTotalMemoryBytes(
            batchSize, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT));
  }

  private static long bytes(MemoryReport report, MemoryType type, int batchSize) {
    return report.getMemoryBytes(
        type, batchSize, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT);
  }
}
