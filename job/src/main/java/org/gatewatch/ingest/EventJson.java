package org.gatewatch.ingest;

import java.io.StringWriter;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Canonical JSON of an access event, as {@code schemas/access-event.schema.json} describes it. */
public final class EventJson {
  private static final Field[] FIELDS = Field.values();

  private EventJson() {}

  /** The event as one line without its newline; fields in the order of {@link Field}. */
  public static String line(AccessEvent event) {
    StringWriter out = new StringWriter(512);
    try (JsonGenerator json = Canonical.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      write(event, json);
    }
    return out.toString();
  }

  /** Writes the event as one JSON object. */
  public static void write(AccessEvent event, JsonGenerator json) {
    json.writeStartObject();
    for (Field field : FIELDS) {
      if (event.has(field)) {
        json.writeName(field.key());
        value(event, field, json);
      }
    }
    json.writeEndObject();
  }

  private static void value(AccessEvent event, Field field, JsonGenerator json) {
    switch (field.kind()) {
      case TEXT -> json.writeString(event.text(field));
      case LIST -> {
        json.writeStartArray();
        for (String part : String.valueOf(event.text(field)).split(" ")) {
          json.writeString(part);
        }
        json.writeEndArray();
      }
      case WHOLE -> json.writeNumber(event.number(field, 0));
      case REAL -> json.writeNumber(event.real(field));
      case FLAG -> json.writeBoolean(event.number(field, 0) != 0);
      case TIME -> json.writeString(Timestamps.text(event.number(field, 0)));
    }
  }
}
