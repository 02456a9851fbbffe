package io.github.sparknn.training.report;

import java.util.List;
import java.util.function.Consumer;

/** What report pages are made of, in the words of their style sheet. */
public final class PageParts {
  /** Longer tables are folded away until somebody opens them. */
  private static final int SHORT_TABLE = 25;

  private PageParts() {}

  /** A part of a page with its heading. */
  public static void section(Markup page, String title, Consumer<Markup> content) {
    page.element(
        "section",
        section -> {
          section.element("h2", title);
          content.accept(section);
        });
  }

  /** Figures in a row, each written by {@link #tile}. */
  public static void tiles(Markup page, Consumer<Markup> tiles) {
    page.element("dl", tiles, "class", "tiles");
  }

  /** One figure. */
  public static void tile(Markup tiles, String name, String value, String note) {
    tiles.element(
        "div",
        tile -> {
          tile.element("dt", name);
          tile.element("dd", figure -> figure.text(value).element("small", note));
        });
  }

  /** Charts side by side where there is room, one below the other where there is none. */
  public static void pair(Markup page, List<Consumer<Markup>> charts) {
    page.element("div", pair -> charts.forEach(chart -> chart.accept(pair)), "class", "pair");
  }

  /** A table of text whose lines break. */
  static void table(Markup place, Consumer<Markup> rows) {
    place.element("table", table -> table.element("tbody", rows), "class", "text");
  }

  /** A table of figures that scrolls in itself where it is larger than the page. */
  public static void figures(Markup place, List<String> heads, Consumer<Markup> rows) {
    place.element(
        "div",
        box ->
            box.element(
                "table",
                table -> {
                  table.element(
                      "thead",
                      head ->
                          head.element(
                              "tr", row -> heads.forEach(name -> row.element("th", name))));
                  table.element("tbody", rows);
                }),
        "class",
        "scroll");
  }

  /** Something that the reader can fold away; at first it is where it has many rows. */
  public static void fold(Markup page, String summary, int rows, Consumer<Markup> content) {
    Consumer<Markup> all =
        details -> {
          details.element("summary", summary);
          content.accept(details);
        };
    if (rows <= SHORT_TABLE) {
      page.element("details", all, "open", "open");
    } else {
      page.element("details", all);
    }
  }

  /** Something folded away. */
  static void folded(Markup page, String summary, Consumer<Markup> content) {
    fold(page, summary, Integer.MAX_VALUE, content);
  }
}
