package org.gatewatch.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP with a server of this machine. */
final class Rest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int FIRST_ERROR = 400;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  Rest(int port) {
    this.port = port;
  }

  /**
   * Asks.
   *
   * @throws IllegalStateException when there is no answer or it is an error
   */
  JsonNode get(String path) {
    return send(to(path).GET());
  }

  JsonNode post(String path, Map<String, ?> body) {
    return send(
        to(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
  }

  /** Without a body. */
  void patch(String path) {
    send(to(path).method("PATCH", BodyPublishers.noBody()));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(LIMIT);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).get();
      if (answer.statusCode() >= FIRST_ERROR) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
