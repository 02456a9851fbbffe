package io.github.sparknn.jobs;

import java.util.Map;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what a saved model is. */
@Command(
    name = "inspect",
    description =
        "Tells what a saved model is: stages, layers, parameters, how it was trained. Needs neither"
            + " a job file nor the training data.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples%n",
    footer = {
      "  sparknn inspect --model models/flight-delays",
      "  sparknn inspect --model models/flight-delays --html flight-delays.html",
      "  sparknn inspect --model hdfs:///models/network.zip"
    })
final class InspectCommand extends SparkCommand {
  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "PATH",
      description = "The folder of a saved model or pipeline, or a zip of DL4J.")
  private String model;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report of its training as a page; replaces the file.")
  private String html;

  @Override
  public Integer call() {
    Map<String, String> settings = settings();
    try (JobSession session = JobSession.open("sparknn-inspect", settings)) {
      ModelDescription description = ModelDescription.read(session.spark(), model);
      description.print(out());
      if (html != null) {
        String page = description.toHtml(new Path(model).getName());
        ReportFiles.writePage(session.spark(), html, page);
      }
    }
    return 0;
  }
}
