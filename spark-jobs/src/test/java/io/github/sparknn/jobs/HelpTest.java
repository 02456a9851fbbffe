package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private static String help(String... args) {
    StringWriter out = new StringWriter();
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(out), args)).isZero();
    return out.toString();
  }

  @Test
  void namesAllCommands() {
    assertThat(help("--help"))
        .contains("  train", "  evaluate", "  score", "  inspect", "Examples");
    assertThat(help()).isEqualTo(help("--help"));
    assertThat(help("help", "score")).isEqualTo(help("score", "--help"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "evaluate", "score", "inspect"})
  void everyCommandShowsExamplesThatItsOptionsParse(String command) {
    String help = help(command, "--help");
    List<String> examples =
        help.substring(help.indexOf("Examples"))
            .lines()
            .skip(1)
            .map(line -> line.replaceFirst("^ *(\\w+=\\S+ )?sparknn ", ""))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2).allMatch(line -> line.startsWith(command));
    for (String example : examples) {
      String[] words = example.replaceAll("'([^ ']*) ([^']*)'", "$1$2").split(" ");
      assertThat(Main.commandLine().parseArgs(words).hasSubcommand()).isTrue();
    }
  }
}
