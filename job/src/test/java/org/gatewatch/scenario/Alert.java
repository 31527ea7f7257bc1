package org.gatewatch.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of alerts.jsonl that paged, as far as scoring needs it. Times in epoch ms.
 *
 * @param lane {@code rule} or {@code behaviour}; empty when not said
 */
record Alert(String uid, String credential, String lane, long time, long firstSeen, long lastSeen) {

  /** All alerts of an OCSF file; digest entries are left out. */
  static List<Alert> read(Path file) throws IOException {
    JsonMapper json = new JsonMapper();
    List<Alert> alerts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = line.isBlank() ? json.nullNode() : json.readTree(line);
      if (row.path("is_alert").asBoolean(false)) {
        alerts.add(of(row));
      }
    }
    return alerts;
  }

  private static Alert of(JsonNode row) {
    JsonNode info = row.path("finding_info");
    JsonNode own = row.path("unmapped").path("gatewatch");
    JsonNode first = row.path("evidences").path(0).path("actor").path("session");
    String credential = own.path("credential").asString("");
    return new Alert(
        info.path("uid").asString(""),
        credential.isEmpty() ? first.path("credential_uid").asString("") : credential,
        own.path("lane").asString(""),
        row.path("time").asLong(0),
        info.path("first_seen_time").asLong(0),
        info.path("last_seen_time").asLong(0));
  }
}
