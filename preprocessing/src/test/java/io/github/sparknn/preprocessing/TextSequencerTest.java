package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;
import static io.github.sparknn.preprocessing.Tables.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class TextSequencerTest {
  /** the 4 times in 3 texts, cat 3 in 2, dog 2 in 2, a and sat once; 4 texts. */
  private static Dataset<Row> texts() {
    return Tables.of(
        "id INT, text STRING",
        row(0, "The cat, the CAT!"),
        row(1, "the dog sat"),
        row(2, "A dog & the cat"),
        row(3, "..."));
  }

  private static TextSequencer sequencer() {
    return new TextSequencer().setInputCol("text").setOutputCol("ids");
  }

  private static List<List<Integer>> ids(Dataset<Row> data, String column) {
    return data.orderBy("id").select(column).collectAsList().stream()
        .map(row -> row.isNullAt(0) ? null : row.<Integer>getList(0))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> textSequencerKeepsTheContractOfStages(@TempDir Path directory) {
    return StageContract.of(
        sequencer().setMaxLength(3).setPadding("post").setMaskCol("mask"), texts(), directory);
  }

  @TestFactory
  Stream<DynamicTest> textSequencerOfVectorsKeepsTheContractOfStages(@TempDir Path directory) {
    Dataset<Row> data = texts().withColumn("text", functions.expr("IF(id = 1, NULL, text)"));
    return StageContract.of(
        sequencer().setOutputType("tfidf").setHandleInvalid("skip"), data, directory);
  }

  @Test
  void numbersTokensByFrequencyThenByText() {
    TextSequencerModel model = sequencer().fit(texts());
    assertThat(model.vocabulary()).containsExactly("the", "cat", "dog", "a", "sat");
    assertThat(model.counts()).containsExactly(4, 3, 2, 1, 1);
    assertThat(model.documentFrequencies()).containsExactly(3, 2, 2, 1, 1);
    assertThat(model.documents()).isEqualTo(4);
    assertThat(model.vocabularySize()).isEqualTo(7);
    assertThat(ids(model.transform(texts()), "ids"))
        .containsExactly(List.of(2, 3, 2, 3), List.of(2, 4, 6), List.of(5, 4, 2, 3), List.of(1));
  }

  @Test
  void tokensAreWordsOfAnyScript() {
    Dataset<Row> text =
        Tables.of(
            "id INT, text STRING",
            row(0, "ÉTÉ naïve it's 3.14 東京 Москва \ud83d\ude80 e\u0301 straße-2"));
    TextSequencerModel model = sequencer().fit(text);
    assertThat(model.vocabulary())
        .containsExactlyInAnyOrder(
            "été",
            "naïve",
            "it's",
            "3.14",
            "東",
            "京",
            "москва",
            "\ud83d\ude80",
            "e\u0301",
            "straße",
            "2");
    assertThat(sequencer().setToLowercase(false).fit(text).vocabulary())
        .contains("ÉTÉ", "Москва")
        .doesNotContain("été");
  }

  @Test
  void rareTokensAndThoseBeyondTheVocabularyAreUnknown() {
    TextSequencerModel frequent = sequencer().setMinCount(2).fit(texts());
    assertThat(frequent.vocabulary()).containsExactly("the", "cat", "dog");
    assertThat(ids(frequent.transform(texts()), "ids"))
        .containsExactly(List.of(2, 3, 2, 3), List.of(2, 4, 1), List.of(1, 4, 2, 3), List.of(1));
    assertThat(sequencer().setMaxVocabulary(4).fit(texts()).vocabulary())
        .containsExactly("the", "cat", "dog", "a");
  }

  @Test
  void cutsAndFillsAtEitherEnd() {
    TextSequencer three = sequencer().setMaxLength(3);
    assertThat(ids(three.fit(texts()).transform(texts()), "ids"))
        .containsExactly(List.of(2, 3, 2), List.of(2, 4, 6), List.of(5, 4, 2), List.of(1));
    three.setTruncation("pre").setPadding("pre").setMaskCol("mask");
    Dataset<Row> out = three.fit(texts()).transform(texts());
    assertThat(ids(out, "ids"))
        .containsExactly(List.of(3, 2, 3), List.of(2, 4, 6), List.of(4, 2, 3), List.of(0, 0, 1));
    assertThat(Tables.floats(out.orderBy("id"), "mask").get(3)).containsExactly(0, 0, 1);
    out = three.setPadding("post").fit(texts()).transform(texts());
    assertThat(ids(out, "ids").get(3)).containsExactly(1, 0, 0);
    assertThat(Tables.floats(out.orderBy("id"), "mask").get(3)).containsExactly(1, 0, 0);
  }

  @Test
  void metadataTellShapeAndVocabulary() {
    StructField varying = field(sequencer());
    assertThat(varying.metadata().contains("tensor.shape")).isFalse();
    assertThat(varying.metadata().getLongArray("tensor.vocabulary")).containsExactly(7);
    StructField padded = field(sequencer().setMaxLength(3).setPadding("post"));
    assertThat(padded.metadata().getLongArray("tensor.shape")).containsExactly(3, 1);
    assertThat(padded.metadata().getLongArray("tensor.vocabulary")).containsExactly(7, 7, 7);
    StructField counts = field(sequencer().setOutputType("counts"));
    assertThat(counts.metadata().getLongArray("tensor.shape")).containsExactly(5);
    assertThat(counts.metadata().getMetadata("ml_attr").getLong("num_attrs")).isEqualTo(5);
  }

  private static StructField field(TextSequencer stage) {
    return stage.fit(texts()).transform(texts()).schema().apply("ids");
  }

  @Test
  void countsAndWeighsTokens() {
    TextSequencerModel model = sequencer().setOutputType("counts").fit(texts());
    List<Vector> counts = vectors(model.transform(texts()).orderBy("id"), "ids");
    assertThat(counts)
        .hasOnlyElementsOfType(SparseVector.class)
        .containsExactly(
            Vectors.sparse(5, new int[] {0, 1}, new double[] {2, 2}),
            Vectors.sparse(5, new int[] {0, 2, 4}, new double[] {1, 1, 1}),
            Vectors.sparse(5, new int[] {0, 1, 2, 3}, new double[] {1, 1, 1, 1}),
            Vectors.sparse(5, new int[0], new double[0]));
    model.setOutputType("tfidf");
    Vector first = vectors(model.transform(texts()).orderBy("id"), "ids").get(0);
    // log(5 / 4) of "the", which 3 of 4 texts have; log(5 / 3) of "cat"
    assertThat(first.apply(0)).isCloseTo(2 * 0.22314355131420976, within(1e-15));
    assertThat(first.apply(1)).isCloseTo(2 * 0.5108256237659907, within(1e-15));
    assertThat(model.inverseDocumentFrequencies()[4]).isCloseTo(Math.log(2.5), within(1e-15));
  }

  /** 300 texts of 400 words, some of which come often. */
  private static Dataset<Row> random() {
    return SharedSpark.session()
        .range(0, 300, 1, 3)
        .selectExpr(
            "CAST(id AS INT) AS id",
            "concat_ws(' ', transform(sequence(1, 5 + id % 20), i ->"
                + " concat('w', pmod(hash(id, i), 20) * pmod(hash(i, id), 20)))) AS text");
  }

  @Test
  void agreesWithSparksCountVectorizerAndIdf() {
    Dataset<Row> words = random().withColumn("words", functions.expr("split(text, ' ')"));
    CountVectorizerModel counter =
        new CountVectorizer().setInputCol("words").setOutputCol("c").fit(words);
    Dataset<Row> counted = counter.transform(words);
    Dataset<Row> expected =
        new IDF().setInputCol("c").setOutputCol("f").fit(counted).transform(counted);
    TextSequencerModel model = sequencer().setOutputType("tfidf").fit(words);
    assertThat(model.vocabulary()).containsExactlyInAnyOrder(counter.vocabulary());
    for (Row row : model.transform(expected).select("f", "ids").collectAsList()) {
      Map<String, Double> theirs = byToken(row.getAs(0), counter.vocabulary());
      Map<String, Double> ours = byToken(row.getAs(1), model.vocabulary().toArray(String[]::new));
      assertThat(ours.keySet()).isEqualTo(theirs.keySet());
      theirs.forEach((token, value) -> assertThat(ours.get(token)).isCloseTo(value, within(1e-12)));
    }
  }

  private static Map<String, Double> byToken(Vector vector, String[] tokens) {
    Map<String, Double> values = new HashMap<>();
    SparseVector sparse = vector.toSparse();
    for (int k = 0; k < sparse.indices().length; k++) {
      values.put(tokens[sparse.indices()[k]], sparse.values()[k]);
    }
    return values;
  }

  @Test
  void partitionsAndOrderDoNotMatter() {
    TextSequencerModel model = sequencer().setMaxVocabulary(50).fit(random());
    for (Dataset<Row> same :
        List.of(random().coalesce(1), random().repartition(7), random().orderBy("text"))) {
      TextSequencerModel other = sequencer().setMaxVocabulary(50).fit(same);
      assertThat(other.vocabulary()).isEqualTo(model.vocabulary()).hasSize(50);
      assertThat(other.counts()).containsExactly(model.counts());
      assertThat(other.documentFrequencies()).containsExactly(model.documentFrequencies());
      assertThat(other.documents()).isEqualTo(300);
    }
  }

  @Test
  void readsTheDataOnce() {
    var reads = SharedSpark.session().sparkContext().longAccumulator("reads");
    var counting =
        functions.udf(
            (String text) -> {
              reads.add(1L);
              return text;
            },
            DataTypes.StringType);
    Dataset<Row> data = random().withColumn("text", counting.apply(functions.col("text")));
    sequencer().fit(data);
    assertThat(reads.value()).isEqualTo(300);
  }

  @Test
  void wholeStageCodeGenerationTakesTheStage() {
    Dataset<Row> out = sequencer().fit(texts()).transform(texts());
    assertThat(out.queryExecution().executedPlan().toString())
        .containsPattern("\\*\\(1\\) Project .*encode_text\\[IDS of 5 tokens\\]");
    List<List<Integer>> compiled = ids(out, "ids");
    SharedSpark.session().conf().set("spark.sql.codegen.wholeStage", "false");
    SharedSpark.session().conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    try {
      assertThat(ids(sequencer().fit(texts()).transform(texts()), "ids")).isEqualTo(compiled);
    } finally {
      SharedSpark.session().conf().unset("spark.sql.codegen.wholeStage");
      SharedSpark.session().conf().unset("spark.sql.codegen.factoryMode");
    }
  }

  @Test
  void nullTextsFailOrAreKeptOrSkipped() {
    Dataset<Row> data = texts().withColumn("text", functions.expr("IF(id = 1, NULL, text)"));
    String message =
        "Cannot sequence column 'text': a row holds null (handleInvalid = keep gives such rows a"
            + " null, skip leaves them out)";
    assertThatThrownBy(() -> sequencer().fit(data)).hasStackTraceContaining(message);
    assertThatThrownBy(() -> sequencer().fit(texts()).transform(data).collect())
        .hasStackTraceContaining(message);
    TextSequencerModel kept =
        sequencer()
            .setHandleInvalid("keep")
            .setMaxLength(2)
            .setMaskCol("mask")
            .setPadding("post")
            .fit(data);
    assertThat(kept.documents()).isEqualTo(3);
    assertThat(ids(kept.transform(data), "ids").get(1)).isNull();
    assertThat(kept.transform(data).where("mask IS NULL").count()).isEqualTo(1);
    TextSequencerModel skipped = sequencer().setHandleInvalid("skip").fit(data);
    assertThat(ids(skipped.transform(data), "ids")).hasSize(3).doesNotContainNull();
  }

  @Test
  void saysWhatDoesNotFit() {
    assertRefused(new TextSequencer(), "Cannot sequence texts: inputCol is not set");
    assertRefused(
        sequencer().setInputCol("id"),
        "Cannot use column 'id' of inputCol: its type is int, expected string");
    assertRefused(
        sequencer().setInputCol("body"),
        "Cannot find column 'body' of inputCol: the DataFrame has id, text");
    assertRefused(
        sequencer().setOutputCol("text"),
        "Invalid outputCol: text (must be a new column, the DataFrame has id, text)");
    assertRefused(
        sequencer().setPadding("pre"), "Invalid padding: pre (must be none where maxLength is 0)");
    assertRefused(
        sequencer().setMaskCol("mask").setOutputType("counts"),
        "Invalid maskCol: mask (must be empty where outputType is counts)");
    assertRefused(sequencer().setMaskCol("ids"), "Invalid maskCol: ids (must not be outputCol)");
    assertThatThrownBy(() -> sequencer().setMaxLength(-1))
        .hasMessage("Invalid maxLength: -1 (must be at least 0)");
    assertThatThrownBy(() -> sequencer().setOutputType("bag"))
        .hasMessage("Invalid outputType: bag (must be one of ids, counts, tfidf)");
    assertThatThrownBy(() -> sequencer().setMinCount(9).fit(texts()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot fit TextSequencer: column 'text' holds no token that occurs 9 times"
                + " (minCount)");
    assertThatThrownBy(() -> sequencer().fit(texts().where("id > 9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot fit TextSequencer: column 'text' holds no text");
  }

  private static void assertRefused(TextSequencer stage, String message) {
    assertThatThrownBy(() -> stage.fit(texts()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> stage.transformSchema(texts().schema())).hasMessage(message);
  }

  @Test
  void modelsOfEqualVocabularyAreOnePlan(@TempDir Path directory) throws Exception {
    TextSequencerModel model = sequencer().fit(texts());
    model.write().save(directory.resolve("m").toString());
    TextSequencerModel loaded = TextSequencerModel.load(directory.resolve("m").toString());
    assertThat(loaded.vocabulary()).isEqualTo(model.vocabulary());
    assertThat(loaded.documentFrequencies()).containsExactly(model.documentFrequencies());
    assertThat(loaded.documents()).isEqualTo(4);
    Dataset<Row> data = texts();
    assertThat(loaded.transform(data).sameSemantics(model.transform(data))).isTrue();
  }
}
