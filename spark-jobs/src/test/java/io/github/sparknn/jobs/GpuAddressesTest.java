package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The discovery script, with a program in the place of NVIDIA's. */
@DisabledOnOs(OS.WINDOWS)
class GpuAddressesTest {
  private static final Path SCRIPT = Path.of("../bin/gpu-addresses");

  @TempDir Path folder;

  private String run(String nvidiaSmi, Map<String, String> environment, int exitCode)
      throws IOException, InterruptedException {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\n" + nvidiaSmi + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder("sh", SCRIPT.toString()).redirectErrorStream(true);
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", folder.toString(), (old, own) -> own + ":" + old);
    Process process = builder.start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(out).isEqualTo(exitCode);
    return out;
  }

  @Test
  void printsTheIndicesThatTheDriverTells() throws Exception {
    assertThat(run("[ \"$1\" = --query-gpu=index ] && printf '0\\n1\\n2\\n'", Map.of(), 0))
        .isEqualTo("{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\",\"2\"]}");
    assertThat(run("echo 0", Map.of(), 0)).isEqualTo("{\"name\":\"gpu\",\"addresses\":[\"0\"]}");
  }

  @Test
  void countsThoseThatTheProcessSees() throws Exception {
    assertThat(run("echo 0", Map.of("CUDA_VISIBLE_DEVICES", "2,5"), 0))
        .isEqualTo("{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\"]}");
    assertThat(run("echo 0", Map.of("CUDA_VISIBLE_DEVICES", ""), 0))
        .isEqualTo("{\"name\":\"gpu\",\"addresses\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-1; ",
        "NoDevFiles; ",
        "0,-1,1; \"0\"",
        "0,,1; \"0\"",
        "'0, 1'; \"0\",\"1\"",
        "GPU-8932f937-d72c,MIG-1/2; \"0\",\"1\""
      })
  void countsUpToTheFirstThatIsNone(String visible, String addresses) throws Exception {
    assertThat(run("echo 0", Map.of("CUDA_VISIBLE_DEVICES", visible), 0))
        .isEqualTo("{\"name\":\"gpu\",\"addresses\":[" + Objects.toString(addresses, "") + "]}");
  }

  @Test
  void failsWhereTheDriverDoes() throws Exception {
    run("echo 'NVIDIA-SMI has failed'; exit 9", Map.of(), 9);
  }
}
