package org.gatewatch.io;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real HTTP server that remembers what it was sent and answers as it is told. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final Script script;
  private final List<Request> requests = new ArrayList<>();

  /** What to answer to the n-th request, from 0. */
  interface Script {
    Answer to(int n, Request request);
  }

  record Request(String path, Map<String, String> headers, String body) {}

  record Answer(int status, String body, Map<String, String> headers) {
    static Answer of(int status) {
      return new Answer(status, "", Map.of());
    }

    static Answer of(int status, String body) {
      return new Answer(status, body, Map.of());
    }
  }

  Receiver(Script script) throws IOException {
    this(0, script);
  }

  Receiver(int port, Script script) throws IOException {
    this.script = script;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((key, values) -> headers.put(key, values.get(0)));
    byte[] body = exchange.getRequestBody().readAllBytes();
    Request request =
        new Request(
            exchange.getRequestURI().toString(), headers, new String(body, StandardCharsets.UTF_8));
    Answer answer;
    synchronized (requests) {
      answer = script.to(requests.size(), request);
      requests.add(request);
      requests.notifyAll();
    }
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    byte[] out = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, out.length == 0 ? -1 : out.length);
    if (out.length > 0) {
      exchange.getResponseBody().write(out);
    }
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** All requests so far. */
  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Waits until the requests are as wanted. */
  void await(Predicate<List<Request>> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    synchronized (requests) {
      while (!wanted.test(requests)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("not received: " + requests.size() + " requests");
        }
        requests.wait(left);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
