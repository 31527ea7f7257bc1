package org.gatewatch.io;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.gatewatch.settings.Outlet;
import org.gatewatch.settings.Secret;

/**
 * Sends over HTTP, and follows no redirects: a token goes only where it was told to. Secrets are
 * read for each request, so that a file that is replaced, or repaired, counts at once.
 */
final class HttpCourier implements Courier {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final Outlet outlet;
  private final HttpTarget target;
  private final HttpClient client;

  /**
   * @throws IOException when the certificates to trust cannot be read
   */
  HttpCourier(Outlet outlet, HttpTarget target) throws IOException {
    this.outlet = outlet;
    this.target = target;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .sslContext(Trust.context(outlet.caFile()))
            .build();
  }

  @Override
  public int batch() {
    return target.batch();
  }

  @Override
  public CompletableFuture<Outcome> send(List<Parcel> parcels) {
    HttpRequest request;
    try {
      request = request(parcels);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new OutletException(String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      // Its message may quote an address that is a secret.
      return CompletableFuture.failedFuture(new OutletException("no valid address"));
    }
    return client
        .sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
        .orTimeout(2 * ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(answer -> judged(answer, parcels));
  }

  private HttpRequest request(List<Parcel> parcels) throws IOException {
    String token = read(outlet.token());
    String url = outlet.url() != null ? outlet.url() : read(outlet.secretUrl());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.uri(outlet, url))
            .timeout(ANSWER)
            .header("User-Agent", "gatewatch")
            .POST(
                BodyPublishers.ofString(
                    target.body(outlet, parcels, token), StandardCharsets.UTF_8));
    target.headers(outlet, parcels, token, request);
    return request.build();
  }

  private static String read(@org.jspecify.annotations.Nullable Secret secret) throws IOException {
    return secret == null ? "" : secret.read(System.getenv());
  }

  private CompletableFuture<Outcome> judged(HttpResponse<String> answer, List<Parcel> parcels) {
    Outcome outcome = target.outcome(answer.statusCode(), answer.body(), parcels);
    if (parcels.size() > 1 && outcome.refused().size() == parcels.size()) {
      return halved(parcels);
    }
    long wait =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(seconds -> seconds.matches("[0-9]{1,6}"))
            .map(seconds -> Long.parseLong(seconds) * 1000)
            .orElse(0L);
    return CompletableFuture.completedFuture(
        outcome.again().isEmpty()
            ? outcome
            : new Outcome(outcome.again(), outcome.refused(), wait, outcome.why()));
  }

  /** Finds the messages for which the whole request was refused. */
  private CompletableFuture<Outcome> halved(List<Parcel> parcels) {
    int middle = parcels.size() / 2;
    List<Parcel> rest = parcels.subList(middle, parcels.size());
    return send(parcels.subList(0, middle))
        .thenCompose(
            first ->
                first.again().isEmpty()
                    ? send(rest).thenApply(first::and)
                    : CompletableFuture.completedFuture(
                        first.and(Outcome.again(rest, 0, first.why()))));
  }
}
