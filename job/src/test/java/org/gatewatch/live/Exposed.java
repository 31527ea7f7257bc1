package org.gatewatch.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics of a running watch, as Prometheus reads them.
 *
 * @param sums of each name, over all its labels; values that are no number are left out
 * @param text all of it
 */
record Exposed(Map<String, Double> sums, String text) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** Asks once. */
  static Exposed at(int port) throws IOException {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(PATIENCE)
            .build();
    try {
      return of(CLIENT.send(ask, HttpResponse.BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Exposed of(String text) {
    Map<String, Double> sums = new TreeMap<>();
    text.lines()
        .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
        .forEach(
            line -> {
              int blank = line.lastIndexOf(' ');
              int brace = line.indexOf('{');
              String name = line.substring(0, brace < 0 ? blank : brace);
              double value = number(line.substring(blank + 1));
              sums.merge(name, Double.isFinite(value) ? value : 0, Double::sum);
            });
    return new Exposed(sums, text);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The sum of a metric of the product's own; 0 when nobody exposes it yet. */
  double ours(String name) {
    return sum("flink_taskmanager_job_task_operator_gatewatch_" + name);
  }

  /** The sum of a metric where it has a label, such as {@code name="value"}. */
  double sum(String name, String label) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> number(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The sum of a metric; 0 when nobody exposes it yet. */
  double sum(String name) {
    return sums.getOrDefault(name, 0.0);
  }
}
