package org.gatewatch.io;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gatewatch.settings.Outlet;

/**
 * Splunk's HTTP Event Collector: up to 100 events a request, one behind the other. At least once up
 * to the collector's answer; {@code fields.uid} and {@code fields.revision} tell repetitions apart.
 */
final class SplunkTarget implements HttpTarget {
  private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*([0-9]{1,3})");

  /** Codes of 400 that are about an event: no data, invalid format, event absent, blank, fields. */
  private static final Set<String> ABOUT_THE_EVENT = Set.of("5", "6", "12", "13", "15");

  @Override
  public int batch() {
    return 100;
  }

  @Override
  public URI uri(Outlet outlet, String url) {
    URI base = URI.create(url);
    boolean bare = base.getPath().length() <= 1;
    return bare ? base.resolve("/services/collector/event") : base;
  }

  @Override
  public String body(Outlet outlet, List<Parcel> parcels, String token) {
    String index = outlet.index();
    return parcels.stream()
        .map(Parcel::body)
        .map(b -> index == null ? b : "{\"index\":\"" + index + "\"," + b.substring(1))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void headers(
      Outlet outlet, List<Parcel> parcels, String token, HttpRequest.Builder request) {
    request.header("Content-Type", "application/json");
    request.header("Authorization", HttpTarget.authorization("Splunk", token));
    // A collector with acknowledgements wants a channel, and others do not mind one.
    byte[] name = ("gatewatch " + outlet.name()).getBytes(StandardCharsets.UTF_8);
    request.header("X-Splunk-Request-Channel", UUID.nameUUIDFromBytes(name).toString());
  }

  @Override
  public Reply reply(int status, String answer) {
    Matcher code = CODE.matcher(answer);
    if (status == 400 && !(code.find() && ABOUT_THE_EVENT.contains(code.group(1)))) {
      return Reply.AGAIN; // such as an index that the token may not write to
    }
    return HttpTarget.super.reply(status, answer);
  }
}
