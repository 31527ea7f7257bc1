package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * An OTLP export request in JSON: spans and log records, each with the attributes that are wanted
 * and no others, so that nothing of a prompt is held. Attributes are lists of typed values, whole
 * numbers are strings.
 */
final class Otlp {
  private static final int MAX_TEXT = 4096;

  /** Names of a span itself: an attribute of that name is not believed. */
  private static final Set<String> RESERVED =
      Set.of(
          "traceId",
          "spanId",
          "kind",
          "startTimeUnixNano",
          "endTimeUnixNano",
          "timeUnixNano",
          "observedTimeUnixNano",
          "status.code",
          "eventName");

  private final Set<String> wanted;
  private List<Item> items = new ArrayList<>();

  /**
   * A span or log record.
   *
   * @param own what it says itself, by attribute
   * @param resource what is said of all that come from the same place
   */
  record Item(Map<String, String> own, Map<String, String> resource) {}

  Otlp(Set<String> wanted) {
    this.wanted = wanted;
  }

  /** Those of the last request read. */
  List<Item> items() {
    return items;
  }

  /** Reads one request; null, or why it cannot be read: then nothing of it counts. */
  @Nullable Problem read(byte[] bytes, int from, int to) {
    items = new ArrayList<>();
    try (JsonParser p =
        Canonical.JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      if (p.nextToken() != JsonToken.START_OBJECT) {
        return Problem.NOT_JSON;
      }
      members(
          p,
          name -> {
            if (name.equals("resourceSpans") || name.equals("resourceLogs")) {
              each(p, () -> resource(p));
            } else {
              p.skipChildren();
            }
          });
      if (p.nextToken() == null) {
        return null;
      }
    } catch (JacksonException e) {
      // falls through: half a request must not pass for a whole one
    }
    items = new ArrayList<>();
    return Problem.NOT_JSON;
  }

  /** What a resource says of the records that come from it; nothing when it cannot be read. */
  Map<String, String> resource(byte[] bytes) {
    Map<String, String> out = new HashMap<>();
    try (JsonParser p = Canonical.JSON.createParser(ObjectReadContext.empty(), bytes)) {
      if (p.nextToken() == JsonToken.START_OBJECT) {
        members(p, name -> attributesOrSkip(p, name, out));
      }
    } catch (JacksonException e) {
      return Map.of();
    }
    return out;
  }

  /** Reads one span or log record of a request that was cut into them; null, or why it cannot. */
  @Nullable Problem part(byte[] bytes, int from, int to, Map<String, String> resource) {
    items = new ArrayList<>();
    try (JsonParser p =
        Canonical.JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      if (p.nextToken() == JsonToken.START_OBJECT) {
        items.add(new Item(item(p), resource));
        return null;
      }
    } catch (JacksonException e) {
      items = new ArrayList<>();
    }
    return Problem.NOT_JSON;
  }

  private interface Member {
    void read(String name);
  }

  /** The members of an object of which the brace was read; the value is the current token. */
  private static void members(JsonParser p, Member member) {
    for (String name = p.nextName(); name != null; name = p.nextName()) {
      p.nextToken();
      member.read(name);
    }
  }

  /** The objects of an array that is the current token; anything else is skipped. */
  private static void each(JsonParser p, Runnable object) {
    if (p.currentToken() != JsonToken.START_ARRAY) {
      p.skipChildren();
      return;
    }
    for (JsonToken t = p.nextToken(); t != JsonToken.END_ARRAY; t = p.nextToken()) {
      if (t == JsonToken.START_OBJECT) {
        object.run();
      } else {
        p.skipChildren();
      }
    }
  }

  private void resource(JsonParser p) {
    Map<String, String> shared = new HashMap<>();
    members(
        p,
        name -> {
          switch (name) {
            case "resource" -> {
              if (p.currentToken() == JsonToken.START_OBJECT) {
                members(p, inner -> attributesOrSkip(p, inner, shared));
              }
            }
            case "scopeSpans", "scopeLogs", "instrumentationLibrarySpans" ->
                each(p, () -> scope(p, shared));
            default -> p.skipChildren();
          }
        });
  }

  private void scope(JsonParser p, Map<String, String> shared) {
    members(
        p,
        name -> {
          if (name.equals("spans") || name.equals("logRecords")) {
            each(p, () -> items.add(new Item(item(p), shared)));
          } else {
            p.skipChildren();
          }
        });
  }

  private Map<String, String> item(JsonParser p) {
    Map<String, String> own = new HashMap<>();
    members(
        p,
        name -> {
          if (name.equals("status") && p.currentToken() == JsonToken.START_OBJECT) {
            members(
                p,
                inner -> {
                  if (inner.equals("code") && p.currentToken().isScalarValue()) {
                    own.put("status.code", p.getString());
                  } else {
                    p.skipChildren();
                  }
                });
          } else if (RESERVED.contains(name) && p.currentToken().isScalarValue()) {
            String text = p.getString();
            if (!text.equals("0") && p.currentToken() != JsonToken.VALUE_NULL) { // 0 = not known
              own.put(name, cut(text));
            }
          } else {
            attributesOrSkip(p, name, own);
          }
        });
    return own;
  }

  private void attributesOrSkip(JsonParser p, String name, Map<String, String> into) {
    if (!name.equals("attributes")) {
      p.skipChildren();
      return;
    }
    each(
        p,
        () -> {
          String[] pair = new String[2];
          members(
              p,
              member -> {
                if (member.equals("key") && p.currentToken() == JsonToken.VALUE_STRING) {
                  pair[0] = p.getString();
                } else if (member.equals("value")) {
                  boolean read = pair[0] == null || wanted.contains(pair[0]);
                  pair[1] = read ? value(p) : skipped(p);
                } else {
                  p.skipChildren();
                }
              });
          if (pair[0] != null
              && pair[1] != null
              && wanted.contains(pair[0])
              && !RESERVED.contains(pair[0])) {
            into.put(pair[0], pair[1]);
          }
        });
  }

  private static @Nullable String skipped(JsonParser p) {
    p.skipChildren();
    return null;
  }

  /** A typed value as text; of an array the first element. */
  private static @Nullable String value(JsonParser p) {
    if (p.currentToken() != JsonToken.START_OBJECT) {
      return skipped(p);
    }
    String[] out = new String[1];
    members(
        p,
        type -> {
          if (type.equals("arrayValue") && p.currentToken() == JsonToken.START_OBJECT) {
            members(p, values -> each(p, () -> first(out, value(p))));
          } else if (p.currentToken().isScalarValue()
              && p.currentToken() != JsonToken.VALUE_NULL
              && !type.equals("bytesValue")) {
            first(out, cut(p.getString()));
          } else {
            p.skipChildren();
          }
        });
    return out[0];
  }

  private static void first(String[] out, @Nullable String value) {
    if (out[0] == null && value != null) {
      out[0] = value;
    }
  }

  private static String cut(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }
}
