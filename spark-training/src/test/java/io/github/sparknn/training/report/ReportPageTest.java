package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportPageTest {
  private static Document parsed(String page)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static int count(Document page, String name, String style) {
    NodeList all = page.getElementsByTagName(name);
    int found = 0;
    for (int i = 0; i < all.getLength(); i++) {
      String styles = " " + ((Element) all.item(i)).getAttribute("class") + " ";
      found += styles.contains(" " + style + " ") ? 1 : 0;
    }
    return found;
  }

  @Test
  void showsFiguresAndCharts() throws Exception {
    TrainingReport report = SampleReports.of(20, 2, true);
    report =
        SampleReports.with(
            report, Map.of("gpu", "no device"), report.configuration(), 15, report.speedUp());
    String page = report.toHtml("flight-delays");
    Document document = parsed(page);
    String text = document.getDocumentElement().getTextContent();

    assertThat(page).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("flight-delays");
    assertThat(text)
        .contains(
            "Engine blas trained 101,770 parameters for 20 epochs of 2,000 examples on 2 workers")
        .contains("epoch 15 of 20, returned")
        .contains("96.67%")
        .contains(report.speedUp().verdict())
        .contains(SpeedUp.FORECAST)
        .contains("4 workers, forecast8,065/s, 0.90×")
        .contains("worker 17.68 s, 20,000 examples")
        .contains("epochs 1 to 208as set")
        .contains("Not engine gpu: no device")
        .contains("training rows2,000")
        .contains("\"confs\"");
    assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(5);
    assertThat(count(document, "tr", "result")).isEqualTo(1);
    // Of 20 epochs: dots on three curves and the throughput; columns of six and of five phases.
    assertThat(count(document, "path", "point")).isEqualTo(80);
    assertThat(count(document, "path", "compute")).isEqualTo(20);
    assertThat(count(document, "path", "broadcast")).isEqualTo(40);
  }

  @Test
  void drawsCurvesToScale() throws Exception {
    String page = SampleReports.of(2, 2, false).toHtml();

    // Losses 1 and 0.5 with rounds between 0.425 and 1.15: from 0.4 to 1.2 on the axis.
    assertThat(page).contains("class=\"line series1\" d=\"M500 250L1000 875\"");
  }

  @Test
  void takesMoreSections() throws Exception {
    Axis axis = Axis.between(-1.5, 2.5);
    RectangleChart chart =
        new RectangleChart("cells", "x", axis, axis)
            .cell(-0.5, 0.5, 1, 0.25, "one")
            .bar(0.5, 1.5, 2.5, "bar")
            .diagonal();
    String page =
        SampleReports.of(2, 2, false)
            .toHtml("more", body -> PageParts.section(body, "Evaluation", chart::write));

    // From -1.5 to 2.5: a quarter of the chart a unit.
    assertThat(page)
        .containsSubsequence("<h2>Learning</h2>", "<h2>Evaluation</h2>", "<h2>Where the time")
        .contains("fill-opacity=\"0.250\" d=\"M250 500H500V250H250z\"><title>one</title>")
        .contains("fill-opacity=\"1.000\" d=\"M500 1000H750V0H500z\"><title>bar</title>")
        .contains("class=\"line mark\" d=\"M0 1000L1000 0\"");
    assertThat(axis.ticks()).containsExactly(-1.0, 0.0, 1.0, 2.0);
    parsed(page);
  }

  @Test
  void needsNothingElse() {
    String page = SampleReports.of(20, 2, true).toHtml();

    assertThat(page)
        .doesNotContain("http")
        .doesNotContain("url(")
        .doesNotContain("@import")
        .doesNotContain("src=")
        .doesNotContain("href=")
        .doesNotContain("<script");
  }

  @Test
  void leavesTheStyleSheetAsItIs() throws Exception {
    String page = SampleReports.of(1, 1, false).toHtml();
    byte[] css = ReportPage.class.getResourceAsStream("report.css").readAllBytes();

    // Browsers take a style sheet as it stands: escaping would break it.
    assertThat(page).contains(new String(css, StandardCharsets.UTF_8));
  }

  @Test
  void escapesWhateverNamesHold() throws Exception {
    String evil = "</title><script>alert(\"1\" + '2')</script>&amp;\u0000\uffff";
    TrainingReport report = SampleReports.of(1, 1, false);
    report =
        SampleReports.with(
            report, Map.of(evil, evil), Map.of(evil, evil, evil + "\n", evil + "\n"), 1, null);
    String page = report.toHtml(evil);
    String shown = evil.replace('\u0000', '\ufffd').replace('\uffff', '\ufffd');

    assertThat(page).doesNotContain("<script").doesNotContain("\u0000");
    Document document = parsed(page);
    assertThat(document.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo(shown);
    assertThat(document.getElementsByTagName("pre").item(0).getTextContent())
        .isEqualTo(shown + "\n");
  }

  @Test
  void staysSmallHoweverLongTheTraining() throws Exception {
    TrainingReport report = SampleReports.of(500, 8, true);
    String page = report.toHtml();
    Document document = parsed(page);

    assertThat(report.rounds()).hasSizeGreaterThan(500);
    assertThat(page.length()).isLessThan(400_000);
    // 500 columns become 56 of nine epochs each, in two charts.
    assertThat(count(document, "path", "load")).isEqualTo(112);
    assertThat(page).contains("<title>epoch 1 to 9: broadcast 4.00 ms, ");
    // The long table is folded away.
    NodeList folds = document.getElementsByTagName("details");
    assertThat(((Element) folds.item(0)).hasAttribute("open")).isFalse();
    assertThat(((Element) folds.item(1)).hasAttribute("open")).isTrue();
  }

  @Test
  void showsTheLeastThereCanBe() throws Exception {
    TrainingReport report = SampleReports.of(1, 1, false);
    report = SampleReports.with(report, Map.of(), Map.of(), 1, null);
    String page = report.toHtml();
    Document document = parsed(page);

    assertThat(page).contains("Not measured.").doesNotContain("Accuracy").doesNotContain("NaN");
    assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(4);
  }

  @Test
  void takesEpochsWithAndWithoutValidation() throws Exception {
    List<EpochReport> epochs =
        List.of(
            SampleReports.of(1, 2, false).epochs().get(0),
            SampleReports.of(2, 2, true).epochs().get(1),
            SampleReports.of(3, 2, true).epochs().get(2));
    String page = SampleReports.withEpochs(epochs).toHtml();

    // Losses from 0.283 to 1.15 on an axis from 0.2 to 1.2; the curve of validation begins later.
    assertThat(page)
        .contains("class=\"line series2\" d=\"M666.7 200L1000 533.3\"")
        .contains("<th>1</th><td>1.000</td><td>–</td><td>–</td>");
    parsed(page);
  }

  @Test
  void leavesOutWhatIsNotANumber() throws Exception {
    SpeedUp unknown = new SpeedUp(2, Double.NaN, 100, 200, 300);
    TrainingReport report = SampleReports.of(2, 2, true);
    report = SampleReports.with(report, Map.of(), Map.of(), 2, unknown);

    assertThat(report.toHtml()).doesNotContain("NaN").contains("–/s, –");
    parsed(report.toHtml());
  }
}
