package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** The logging that SPARKNN_LOG_FORMAT=json chooses works with the jars that Spark brings. */
class JsonLoggingTest {
  @Test
  void anEventIsAJsonObjectOnALine() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("/log4j2-json.properties");
        LoggerContext context = new LoggerContext("json")) {
      context.start(
          new PropertiesConfigurationFactory()
              .getConfiguration(context, new ConfigurationSource(in)));
      Appender appender = context.getConfiguration().getAppender("stderr");
      String line =
          (String)
              appender
                  .getLayout()
                  .toSerializable(
                      Log4jLogEvent.newBuilder()
                          .setLoggerName("a.Logger")
                          .setLevel(Level.WARN)
                          .setMessage(new SimpleMessage("two\nlines"))
                          .setThrown(new IllegalStateException("why"))
                          .build());

      assertThat(line).hasLineCount(1).endsWith("\n");
      JsonNode event = new ObjectMapper().readTree(line);
      assertThat(event.at("/level").textValue()).isEqualTo("WARN");
      assertThat(event.at("/loggerName").textValue()).isEqualTo("a.Logger");
      assertThat(event.at("/message").textValue()).isEqualTo("two\nlines");
      assertThat(event.at("/thrown/extendedStackTrace").textValue())
          .startsWith("java.lang.IllegalStateException: why");
      assertThat(((ConsoleAppender) appender).getTarget())
          .isEqualTo(ConsoleAppender.Target.SYSTEM_ERR);
      assertThat(context.getConfiguration().getRootLogger().getLevel()).isEqualTo(Level.WARN);
    }
  }
}
