package org.gatewatch.detect;

import java.time.Instant;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;
import tools.jackson.databind.JsonNode;

/** Events of rule tests, from canonical JSON or from pairs of field and value. */
final class RuleEvents {
  private RuleEvents() {}

  static AccessEvent of(JsonNode json, boolean anonymous) {
    AccessEvent.Builder out = new AccessEvent.Builder();
    json.forEachEntry((key, value) -> set(out, key, value.asString()));
    return build(out, anonymous);
  }

  static AccessEvent of(String time, Object... pairs) {
    AccessEvent.Builder out = new AccessEvent.Builder();
    set(out, "event_time", time);
    for (int i = 0; i < pairs.length; i += 2) {
      set(out, pairs[i].toString(), pairs[i + 1].toString());
    }
    return build(out, false);
  }

  private static void set(AccessEvent.Builder out, String key, String value) {
    Field field = Objects.requireNonNull(Field.of(key), key);
    switch (field.kind()) {
      case TEXT, LIST -> out.set(field, value);
      case TIME -> out.set(field, Instant.parse(value).toEpochMilli());
      default -> out.set(field, Long.parseLong(value));
    }
  }

  private static AccessEvent build(AccessEvent.Builder out, boolean anonymous) {
    String id = out.text(Field.CREDENTIAL_ID);
    String key = Keys.of(id, out.text(Field.SOURCE_IP), anonymous, Roster.EMPTY);
    return out.build(0, key, 300_000, 0, 1, 0);
  }
}
