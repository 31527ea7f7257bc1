package org.gatewatch.io;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gatewatch.settings.Outlet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Elasticsearch and OpenSearch: up to 500 documents a {@code _bulk} request. The id of a document
 * is the uid and its version the revision: what is sent twice changes nothing, and in effect each
 * finding is there once, in its last revision. Each item is judged by its own status: 409 means
 * that a later revision is there already, 429 and 5xx are sent again alone.
 */
final class ElasticsearchTarget implements HttpTarget {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String INDEX = "gatewatch";

  @Override
  public int batch() {
    return 500;
  }

  @Override
  public URI uri(Outlet outlet, String url) {
    String index = outlet.index() == null ? INDEX : outlet.index();
    return URI.create((url.endsWith("/") ? url : url + "/") + index + "/_bulk");
  }

  @Override
  public String body(Outlet outlet, List<Parcel> parcels, String token) {
    return parcels.stream().map(p -> p.body() + "\n").collect(Collectors.joining());
  }

  @Override
  public void headers(
      Outlet outlet, List<Parcel> parcels, String token, HttpRequest.Builder request) {
    request.header("Content-Type", "application/x-ndjson");
    if (!token.isEmpty()) {
      request.header("Authorization", HttpTarget.authorization("ApiKey", token));
    }
  }

  @Override
  public Courier.Outcome outcome(int status, String answer, List<Parcel> parcels) {
    if (status < 200 || status >= 300) {
      return HttpTarget.super.outcome(status, answer, parcels);
    }
    JsonNode items;
    try {
      items = JSON.readTree(answer).path("items");
    } catch (JacksonException e) {
      return Courier.Outcome.again(parcels, 0, "an answer that is no JSON");
    }
    if (items.size() != parcels.size()) {
      return Courier.Outcome.again(parcels, 0, "an answer for other items");
    }
    List<Parcel> again = new ArrayList<>();
    List<Courier.Refused> refused = new ArrayList<>();
    String why = "";
    for (int i = 0; i < parcels.size(); i++) {
      JsonNode item = items.get(i).path("index");
      int code = item.path("status").asInt(0);
      Reply reply = code == 409 ? Reply.DONE : reply(code, "");
      String said = "HTTP " + code + ": " + item.path("error").path("reason").asString("");
      if (reply == Reply.AGAIN) {
        again.add(parcels.get(i));
        why = said;
      } else if (reply == Reply.REFUSED) {
        refused.add(new Courier.Refused(parcels.get(i), said));
      }
    }
    return new Courier.Outcome(again, refused, 0, why);
  }
}
