package io.github.sparknn.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A tracking server that answers as MLflow does and remembers what it was asked. */
final class StubMlflow implements AutoCloseable {
  /** What it was asked: the path behind api/2.0/mlflow/, and the body. */
  record Request(String path, JsonNode body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** The experiment that it has; empty for none. */
  volatile String experiment = "";

  /** Metrics and what follows are answered by an error. */
  volatile boolean broken;

  /** Metrics and what follows are not answered for seconds. */
  volatile boolean asleep;

  private final HttpServer server;

  StubMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/2.0/mlflow/", this::handle);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<JsonNode> asked(String path) {
    return requests.stream()
        .filter(request -> request.path().equals(path))
        .map(Request::body)
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/api/2.0/mlflow/".length());
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    requests.add(new Request(path, json));
    if (asleep && json.path("metrics").size() > 0) {
      try {
        TimeUnit.SECONDS.sleep(60);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (broken && json.path("metrics").size() > 0) {
      answer(exchange, 500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"no disk\"}");
      return;
    }
    switch (path) {
      case "experiments/get-by-name" -> {
        if (experiment.isEmpty()) {
          answer(
              exchange,
              404,
              "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no experiment\"}");
        } else {
          answer(
              exchange,
              200,
              "{\"experiment\":{\"experiment_id\":\"4\",\"name\":\"" + experiment + "\"}}");
        }
      }
      case "experiments/create" -> answer(exchange, 200, "{\"experiment_id\":\"7\"}");
      case "runs/create" ->
          answer(exchange, 200, "{\"run\":{\"info\":{\"run_id\":\"r1\",\"run_uuid\":\"r1\"}}}");
      case "runs/log-batch", "runs/update" -> answer(exchange, 200, "{}");
      default -> answer(exchange, 404, "{\"error_code\":\"ENDPOINT_NOT_FOUND\"}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
