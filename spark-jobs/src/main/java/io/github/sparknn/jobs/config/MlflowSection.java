package io.github.sparknn.jobs.config;

import java.util.Map;

/**
 * A run of MLflow; what is not given is as MLflow's environment variables say.
 *
 * @param trackingUri the server
 * @param experiment its name; made where there is none
 * @param runName the run's name
 * @param tags of the run
 */
public record MlflowSection(
    String trackingUri, String experiment, String runName, Map<String, String> tags) {

  /** Fills in the defaults. */
  public MlflowSection {
    tags = Keys.ordered(tags);
  }
}
