package io.github.sparknn.estimators;

import io.github.sparknn.preprocessing.storage.StageFiles;
import io.github.sparknn.training.WholeFile;
import io.github.sparknn.training.report.TrainingReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;

/**
 * Models on disk: Spark ML's parameter metadata, {@code data/}{@value #FILE}, a {@link ModelFile}
 * with the checksums of the others, and {@code data/}{@value #REPORT}, how the training went where
 * that is known. All are read on the driver, without a Spark job; what was cut off, altered or put
 * together of two models is refused.
 */
final class ModelStorage {
  private static final String FILE = "model.bin";
  private static final String REPORT = "report.json";

  /** Among what the kind of model adds: the checksum of its report. */
  private static final String REPORT_CRC32 = "reportCrc32";

  private ModelStorage() {}

  /**
   * What was read of a model.
   *
   * @param state what the kind of model adds
   * @param summary how the training went; null when that was not saved
   */
  record Saved(
      String uid, FittedNetwork fitted, Map<String, Object> state, TrainingSummary summary) {

    /** A value that the kind of model added; null if it did not. */
    <T> T value(String name, Class<T> type) {
      return type.cast(state.get(name));
    }

    /** A list of texts that the kind of model added. */
    List<String> texts(String name) {
      List<?> texts = value(name, List.class);
      return texts.stream().map(String.class::cast).toList();
    }

    /**
     * That the network gives as many values as the model uses.
     *
     * @throws IllegalArgumentException if not
     */
    Saved withOutputs(int needed) {
      int given = fitted.network().outputSize();
      if (given > 0 && given != needed) {
        throw new IllegalArgumentException(
            "its network gives %d values (must be %d)".formatted(given, needed));
      }
      return this;
    }
  }

  /**
   * A writer of a model.
   *
   * @param state what the kind of model adds: numbers, texts and lists of texts
   */
  static MLWriter writer(NetworkModel<?> model, Map<String, Object> state) {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        try {
          StageFiles files = StageFiles.of(path, sparkSession());
          files.saveMetadata(model, sparkSession());
          Map<String, Object> all = new LinkedHashMap<>(state);
          if (model.hasSummary()) {
            byte[] report = model.summary().report().toJson().getBytes(StandardCharsets.UTF_8);
            WholeFile.create(files.fileSystem(), files.data(REPORT), out -> out.write(report));
            all.put(REPORT_CRC32, StageFiles.crc32(report, 0, report.length));
          }
          byte[] content = new ModelFile(model.fitted(), all, files.metadataCrc32()).toBytes();
          WholeFile.create(files.fileSystem(), files.data(FILE), out -> out.write(content));
        } catch (IOException e) {
          throw new UncheckedIOException("Cannot save model to " + path + ": " + e.getMessage(), e);
        }
      }
    };
  }

  /**
   * A reader of models.
   *
   * @param make makes the model, with default parameters, of what was saved
   */
  static <M extends NetworkModel<M>> MLReader<M> reader(Class<M> type, Function<Saved, M> make) {
    return new MLReader<>() {
      @Override
      public M load(String path) {
        return StageFiles.loading(
            type.getSimpleName(),
            path,
            () -> read(StageFiles.of(path, sparkSession()), type, make));
      }
    };
  }

  private static <M extends NetworkModel<M>> M read(
      StageFiles files, Class<M> type, Function<Saved, M> make) throws IOException {
    StageFiles.Metadata metadata = files.metadata(type);
    ModelFile file = readData(files);
    metadata.requireCrc32(file.metadataCrc32());
    TrainingReport report = readReport(files, file.state().get(REPORT_CRC32));
    TrainingSummary summary = report == null ? null : new TrainingSummary(report);
    M model = make.apply(new Saved(metadata.uid(), file.fitted(), file.state(), summary));
    metadata.setParams(model);
    return model;
  }

  /**
   * How the training went; null when the report is not there.
   *
   * @param crc32 of the report that was saved; null when none was
   */
  private static TrainingReport readReport(StageFiles files, Object crc32) throws IOException {
    if (crc32 == null || !files.fileSystem().exists(files.data(REPORT))) {
      return null;
    }
    byte[] report = files.read(files.data(REPORT));
    if (!(crc32 instanceof Number saved)
        || saved.longValue() != StageFiles.crc32(report, 0, report.length)) {
      throw new IllegalArgumentException("its report was altered (checksum differs)");
    }
    return TrainingReport.fromJson(new String(report, StandardCharsets.UTF_8));
  }

  /** What is saved of a model beside its metadata. */
  static ModelFile readData(StageFiles files) throws IOException {
    return ModelFile.parse(files.read(files.data(FILE)));
  }
}
