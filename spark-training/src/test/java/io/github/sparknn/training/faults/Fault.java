package io.github.sparknn.training.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/**
 * What goes wrong in worker 1 before its eighth step: the second of round 4 when averaging every
 * two mini-batches. Once over all processes that share the folder, unless said otherwise.
 */
enum Fault {
  NONE,
  /** The step throws. */
  EXCEPTION,
  /** The step throws each time that it is tried. */
  EXCEPTION_ALWAYS,
  /** The process dies. */
  DEATH,
  /** The step does not come back until its thread is interrupted. */
  SLOW,
  /** The step does not heed interrupts until {@link #release}. */
  STUCK;

  static final String MESSAGE = "injected fault";
  private static final String FAULT = "injected.fault";
  private static final String FOLDER = "injected.fault.folder";
  private static final int WORKER = 1;
  private static final int ITERATION = 7;

  /** Flags that install this fault in a JVM. */
  String[] flags(Path folder) {
    return new String[] {"-D" + FAULT + "=" + name(), "-D" + FOLDER + "=" + folder};
  }

  /** The fault of this JVM. */
  static Fault installed() {
    return valueOf(System.getProperty(FAULT, NONE.name()));
  }

  /** Lets stuck steps of all processes go on. */
  static void release() throws IOException {
    Files.createFile(file("released"));
  }

  boolean isDue(int iteration) {
    if (this == NONE || iteration != ITERATION || TaskContext.getPartitionId() != WORKER) {
      return false;
    }
    try {
      Files.createFile(file("struck"));
      return true;
    } catch (FileAlreadyExistsException e) {
      return this == EXCEPTION_ALWAYS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void strike() {
    switch (this) {
      case EXCEPTION, EXCEPTION_ALWAYS -> throw new IllegalStateException(MESSAGE);
      case DEATH -> Runtime.getRuntime().halt(137);
      case SLOW -> waitForInterrupt();
      case STUCK -> waitForRelease();
      case NONE -> {}
    }
  }

  private static void waitForInterrupt() {
    try {
      if (!new CountDownLatch(1).await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody interrupted the slow step");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("slow step interrupted", e);
    }
  }

  private static void waitForRelease() {
    boolean interrupted = false;
    while (!Files.exists(file("released"))) {
      try {
        interrupted |= new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path file(String name) {
    return Path.of(System.getProperty(FOLDER), name);
  }
}
