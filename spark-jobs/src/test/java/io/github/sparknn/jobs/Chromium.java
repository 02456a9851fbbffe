package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without a window, to see what a page looks like at the width of a telephone. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Pattern RESULT = Pattern.compile("<pre id=\"result\">([^<]*)</pre>");

  /** Whatever a page loads is refused, and the refusal an error on the console. */
  private static final String NOTHING_ELSE =
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
          + " 'unsafe-inline'\"/>";

  /**
   * What each frame shows: headings, captions of charts, the boxes of charts without a size, loaded
   * resources, and elements that stick out of the page without a box of their own that scrolls.
   */
  private static final String MEASURE =
      """
      window.onload = () => {
        const result = {};
        for (const frame of document.querySelectorAll('iframe')) {
          const page = frame.contentDocument;
          const width = frame.contentWindow.innerWidth;
          const texts = query => [...page.querySelectorAll(query)].map(e => e.textContent);
          const scrolls = e => e && e !== page.documentElement
              && (getComputedStyle(e).overflowX === 'auto' || scrolls(e.parentElement));
          result[frame.name] = {
            width: width,
            scrollWidth: page.documentElement.scrollWidth,
            background: frame.contentWindow.getComputedStyle(page.body).backgroundColor,
            headings: texts('h1, h2'),
            captions: texts('figcaption'),
            empty: [...page.querySelectorAll('svg, dd, td:only-child')]
                .filter(e => e.getBoundingClientRect().height < 5).length,
            resources: frame.contentWindow.performance.getEntriesByType('resource').length,
            out: [...page.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e))
                .map(e => e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 40)),
            cut: [...page.querySelectorAll('figcaption, h1, h2, dt, dd, p, .x span, .y span')]
                .filter(e => e.getBoundingClientRect().left < -1)
                .map(e => e.textContent.slice(0, 40)),
          };
        }
        document.getElementById('result').textContent = JSON.stringify(result);
      };
      """;

  private final Path program;

  private Chromium(Path program) {
    this.program = program;
  }

  /** The one on the PATH. */
  static Optional<Chromium> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream()
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chromium::new);
  }

  /**
   * Opens pages in frames of one width.
   *
   * @param pages by name
   * @return by name what {@link #MEASURE} finds
   */
  JsonNode open(Map<String, String> pages, int width, boolean dark, Path folder)
      throws IOException, InterruptedException {
    StringBuilder frames = new StringBuilder("<!DOCTYPE html>\n<body style=\"margin:0\">");
    pages.forEach(
        (name, page) ->
            frames.append(
                "<iframe name=\"%s\" style=\"width:%dpx;height:3000px;border:0\" srcdoc=\"%s\">"
                        .formatted(
                            name, width, attribute(page.replace("<head>", "<head>" + NOTHING_ELSE)))
                    + "</iframe>"));
    frames.append("<pre id=\"result\"></pre><script>").append(MEASURE).append("</script>");
    Path file = Files.writeString(folder.resolve("frames.html"), frames);
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("chromium.log");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1400,3000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String told = Files.readString(log);
    assertThat(ended).as("%s ended: %s", program, told).isTrue();
    assertThat(told.lines().filter(line -> line.contains("CONSOLE"))).isEmpty();
    Matcher result = RESULT.matcher(Files.readString(dom));
    assertThat(result.find()).as("a result of %s: %s", program, told).isTrue();
    return new ObjectMapper()
        .readTree(result.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
  }

  private static String attribute(String page) {
    return page.replace("&", "&amp;").replace("\"", "&quot;");
  }
}
