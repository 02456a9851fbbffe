package io.github.sparknn.estimators.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.estimators.evaluation.ClassificationEvaluation;
import io.github.sparknn.testing.SharedSpark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class DisplayTest {
  private static final SparkSession SPARK = SharedSpark.session();

  private static NeuralNetworkClassificationModel model;
  private static ClassificationEvaluation evaluation;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    // Of the labels "a<b" and "c", told by the sign of x; one row of each ten is labelled wrong.
    Dataset<Row> rows =
        SPARK
            .range(200)
            .selectExpr(
                "array(id % 2 * 2D - 1) as features",
                "if((id % 2 = 1) = (id % 10 <> 3), 'a<b', 'c') as label");
    model =
        new NeuralNetworkClassifier()
            .setEpochs(3)
            .setLearningRate(0.1)
            .setWorkers(1)
            .setSeed(1L)
            .fit(rows);
    evaluation = model.evaluate(rows);
  }

  @AfterEach
  void unset() {
    SPARK.conf().unset(Display.SETTING);
  }

  private static void show(String where) {
    SPARK.conf().set(Display.SETTING, where);
  }

  /** What Zeppelin draws; must be the one line between its two markers, and well-formed. */
  private static Document html(String shown) throws Exception {
    assertThat(shown).startsWith("%html <").endsWith("\n%text ");
    String html = shown.substring("%html ".length(), shown.length() - "\n%text ".length());
    assertThat(html).doesNotContain("\n");
    return xml(html);
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  @Test
  void curvesAreAPageInAFrame() throws Exception {
    show("zeppelin");

    Element frame = html(Display.curves(model.summary())).getDocumentElement();

    assertThat(frame.getTagName()).isEqualTo("iframe");
    assertThat(frame.getAttribute("srcdoc")).startsWith("<!DOCTYPE html>\n<html");
    Document page = xml(frame.getAttribute("srcdoc"));
    assertThat(page.getElementsByTagName("figcaption").item(0).getTextContent()).startsWith("Loss");
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(1);
    assertThat(page.getElementsByTagName("style").item(0).getTextContent()).contains(".series1");
    assertThat(page.getElementsByTagName("section").getLength()).isZero();
  }

  @Test
  void reportsAreTheWholePage() throws Exception {
    show("zeppelin");

    Element frame = html(Display.report(model.summary())).getDocumentElement();

    String page = frame.getAttribute("srcdoc");
    assertThat(page).isEqualTo(model.summary().report().toHtml());
    assertThat(xml(page).getElementsByTagName("section").getLength()).isEqualTo(6);
  }

  @Test
  void inATerminalTrainingsAreTables() {
    show("text");

    String table = model.summary().report().toTable();
    assertThat(Display.curves(model.summary())).isEqualTo(table);
    assertThat(Display.report(model.summary())).isEqualTo(table);
  }

  @Test
  void confusionsAreColouredByShares() throws Exception {
    show("zeppelin");

    Document html = html(Display.confusion(evaluation));

    // 80 of 100 odd rows (x = 1) are "a<b"; 20 of them, and all of the 100 even ones, are "c".
    assertThat(evaluation.confusionMatrix()).isDeepEqualTo(new double[][] {{80, 0}, {20, 100}});
    assertThat(html.getElementsByTagName("p").item(0).getTextContent())
        .isEqualTo("Accuracy 0.9000 on 200 rows. Down: label, across: prediction.");
    assertThat(cell(html, 0).getTextContent()).isEqualTo("80");
    assertThat(cell(html, 0).getAttribute("title")).isEqualTo("a<b predicted as a<b: 100.0%");
    assertThat(cell(html, 0).getAttribute("style")).endsWith("background:rgba(11,103,178,0.700)");
    assertThat(cell(html, 1).getTextContent()).isEmpty();
    assertThat(cell(html, 1).getAttribute("style")).endsWith("background:rgba(201,81,12,0.000)");
    // A sixth of those labelled "c": 0.7 sqrt(1/6) = 0.286.
    assertThat(cell(html, 2).getTextContent()).isEqualTo("20");
    assertThat(cell(html, 2).getAttribute("style")).endsWith("background:rgba(201,81,12,0.286)");
  }

  private static Element cell(Document html, int index) {
    return (Element) html.getElementsByTagName("td").item(index);
  }

  @Test
  void evaluationsAreTheirPage() throws Exception {
    show("zeppelin");

    Element frame = html(Display.evaluation(evaluation)).getDocumentElement();

    assertThat(frame.getAttribute("srcdoc")).isEqualTo(evaluation.toHtml("Evaluation"));
    assertThat(xml(frame.getAttribute("srcdoc")).getElementsByTagName("svg").getLength())
        .isEqualTo(3);
  }

  @Test
  void inATerminalConfusionsAreTheEvaluationsTable() {
    show("text");

    assertThat(Display.evaluation(evaluation)).isEqualTo(evaluation.toTable());

    assertThat(Display.confusion(evaluation)).isEqualTo(evaluation.toTable());
  }

  /** 2x3 pixels of 0 to 5 and of 5 to 10, without or with their shape. */
  private static Dataset<Row> images(long... shape) {
    Metadata metadata =
        shape.length == 0
            ? Metadata.empty()
            : new MetadataBuilder().putLongArray(TensorSpec.SHAPE_METADATA, shape).build();
    return SPARK
        .range(0, 2, 1, 1)
        .selectExpr(
            "transform(sequence(id * 5, id * 5 + 5), x -> cast(x as float)) as pixels",
            "id / 3D as third",
            "'id ' || id as text",
            "cast(null as string) as nothing")
        .withColumn("pixels", functions.col("pixels").as("pixels", metadata));
  }

  @Test
  void imagesAreDrawnOnOneScale() throws Exception {
    show("zeppelin");

    Document html = html(Display.images(images(2, 3), 5, "pixels", "third", "text", "nothing"));

    List<BufferedImage> images = List.of(image(html, 0), image(html, 1));
    assertThat(html.getElementsByTagName("img").getLength()).isEqualTo(2);
    assertThat(images.get(0).getWidth()).isEqualTo(3);
    assertThat(images.get(0).getHeight()).isEqualTo(2);
    // 0 of 0 to 10 is black, 10 white; 4 is 102 of 255, 5 is 128.
    assertThat(images.get(0).getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(images.get(0).getRGB(1, 1)).isEqualTo(0xff666666);
    assertThat(images.get(0).getRGB(2, 1)).isEqualTo(0xff808080);
    assertThat(images.get(1).getRGB(2, 1)).isEqualTo(0xffffffff);
    assertThat(html.getElementsByTagName("figure").item(0).getTextContent())
        .isEqualTo("third 0text id 0nothing null");
    assertThat(html.getElementsByTagName("figure").item(1).getTextContent())
        .isEqualTo("third 0.3333text id 1nothing null");
  }

  private static BufferedImage image(Document html, int index) throws IOException {
    String uri = ((Element) html.getElementsByTagName("img").item(index)).getAttribute("src");
    Matcher png = Pattern.compile("data:image/png;base64,(.+)").matcher(uri);
    assertThat(png.matches()).isTrue();
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png.group(1))));
  }

  @Test
  void threeChannelsAreRedGreenAndBlue() throws Exception {
    show("zeppelin");

    Document html = html(Display.images(images(3, 1, 2), 1, "pixels"));

    // Of 0 to 5: red 0 and 1, green 2 and 3, blue 4 and 5.
    assertThat(image(html, 0).getRGB(0, 0)).isEqualTo(0xff0066cc);
    assertThat(image(html, 0).getRGB(1, 0)).isEqualTo(0xff3399ff);
  }

  @Test
  void inATerminalImagesAreSignsSideBySide() {
    show("text");

    String shown = Display.images(images(2, 3), 2, "pixels", "text");

    // Means of two rows: 1.5, 2.5, 3.5 and 6.5, 7.5, 8.5 of 10, so that signs 1, 2, 3 and 6, 7, 8.
    assertThat(shown).isEqualTo(".:-        *#%\ntext id 0  text id 1\n\n");
  }

  @Test
  void squaresNeedNoShape() {
    show("text");

    Dataset<Row> square = SPARK.range(1).selectExpr("array(0D, 9D, 0D, 9D) as pixels");

    assertThat(Display.images(square, 1, "pixels")).isEqualTo(" @\n\n");
  }

  @Test
  void whatIsNoImageIsRefused() {
    Dataset<Row> hole = SPARK.range(1).selectExpr("array(0D, null, 0D, 9D) as pixels");

    assertThatThrownBy(() -> Display.images(images(), 1, "pixels"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot show column 'pixels' as images: its tensors are of shape [6] (must be [height,"
                + " width], [1 or 3, height, width], or a square number of values)");
    assertThatThrownBy(() -> Display.images(images(2, 1, 3), 1, "pixels"))
        .hasMessageContaining("shape [2, 1, 3]");
    assertThatThrownBy(() -> Display.images(hole, 1, "pixels"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot show images: column 'pixels' holds ");
    assertThatThrownBy(() -> Display.images(images(2, 3), 0, "pixels"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid most: 0 (must be at least 1)");
  }

  @Test
  void tablesAreZeppelinsOrAligned() {
    Dataset<Row> rows =
        SPARK.range(0, 3, 1, 1).selectExpr("id as `a.b`", "if(id = 0, 'x\ty', null) as text");

    show("zeppelin");
    assertThat(Display.table(rows, 2)).isEqualTo("%table a.b\ttext\n0\tx y\n1\tnull\n\n%text ");
    show("text");
    assertThat(Display.table(rows, 2)).isEqualTo("a.b  text\n  0   x y\n  1  null\n");
  }

  @Test
  void zeppelinIsRecognisedByItsClasses() throws Exception {
    Dataset<Row> rows = SPARK.range(1).toDF();
    assertThat(Display.table(rows, 1)).startsWith("id\n");

    Path marker = folder.resolve("org/apache/zeppelin/interpreter/InterpreterContext.class");
    Files.createDirectories(marker.getParent());
    Files.createFile(marker);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader zeppelin = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(zeppelin);
      assertThat(Display.table(rows, 1)).startsWith("%table id\n");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void anotherSettingIsRefused() {
    show("jupyter");

    assertThatThrownBy(() -> Display.curves(model.summary()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid spark.sparknn.display: jupyter (must be auto, zeppelin or text)");
  }
}
