package org.gatewatch.scenario;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.gatewatch.scenario.Request.Origin;
import org.gatewatch.scenario.ScenarioGenerator.LogLine;
import org.jspecify.annotations.Nullable;

/** Builds one line of JSON; absent values leave no trace. */
final class LineText {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StringBuilder json = new StringBuilder("{");

  static String time(long epochMs) {
    return MILLIS.format(Instant.ofEpochMilli(epochMs));
  }

  /**
   * The canonical access event of a line. The gateway sees a vendor's people behind the vendor's
   * proxy; the vendor's log has the people themselves.
   */
  static String of(LogLine line) {
    Request request = line.request();
    Member member = request.member();
    Vendor vendor = member.vendor();
    boolean own = line.vendor() == null;
    Origin origin = own && vendor != null ? proxied(request, vendor) : request.origin();
    Network network = origin.network();
    LineText text =
        new LineText()
            .text("event_time", time(line.time()))
            .text("log_source", own ? "gateway" : "vendor")
            .text("request_id", request.id())
            .text("credential_id", member.idAt(request.start()))
            .text("credential_type", "api_key")
            .text("principal", origin.principal())
            .text("vendor", vendor == null ? null : vendor.text)
            .text("source_ip", origin.address())
            .number("asn", network.asn())
            .text("as_type", network.type())
            .text("country", network.place().country())
            .decimal("latitude", network.place().latitude())
            .decimal("longitude", network.place().longitude())
            .text("user_agent", origin.agent())
            .text("ja4", own || vendor == Vendor.LARKFIELD ? origin.ja4() : null)
            .text("method", Catalogue.isListing(request.endpoint()) ? "GET" : "POST")
            .text("endpoint", request.endpoint());
    if (Catalogue.isListing(request.endpoint())) {
      text.number("status", request.status());
    } else {
      text.text("model", request.model())
          .number("status", request.status())
          .number("input_tokens", request.inputTokens());
      if (request.outputTokens() >= 0) {
        text.number("output_tokens", request.outputTokens());
      }
    }
    return text.number("latency_ms", request.latencyMs() + (own ? 0 : 40)).end();
  }

  private static Origin proxied(Request request, Vendor vendor) {
    Network proxy = Network.proxyOf(vendor);
    int host = Math.floorMod(request.id().hashCode(), 3);
    return new Origin(
        proxy,
        proxy.address(5, host),
        request.origin().agent(),
        Client.ja4Of(vendor.text + "-proxy"),
        vendor.text + "-proxy");
  }

  LineText text(String name, @Nullable String value) {
    if (value != null) {
      key(name).append('"').append(value).append('"');
    }
    return this;
  }

  LineText number(String name, long value) {
    key(name).append(value);
    return this;
  }

  LineText decimal(String name, double value) {
    key(name).append(value);
    return this;
  }

  String end() {
    return json.append('}').toString();
  }

  private StringBuilder key(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    return json.append('"').append(name).append("\":");
  }
}
