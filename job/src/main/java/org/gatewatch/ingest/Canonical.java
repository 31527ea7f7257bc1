package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.Named;

/** Canonical access events, one JSON object a line: {@code schemas/access-event.schema.json}. */
final class Canonical implements LogFormat {
  /** Shared by the JSON formats: strict JSON, nothing of the input in error messages. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .build();

  private static final Field[] FIELDS = Field.values();
  private static final PropertyNameMatcher NAMES = names();

  private static PropertyNameMatcher names() {
    List<Named> names = new ArrayList<>();
    for (Field field : FIELDS) {
      names.add(Named.fromString(field.key()));
    }
    return JSON.constructNameMatcher(names, true);
  }

  @Override
  public String id() {
    return "canonical";
  }

  @Override
  public String description() {
    return "canonical access events, one JSON object a line";
  }

  @Override
  public String detectedBy() {
    return "the first line is a JSON object with the key event_time";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    if (mapped) {
      return null;
    }
    String first = head.strip();
    int end = first.indexOf('\n');
    first = end < 0 ? first : first.substring(0, end);
    return first.startsWith("{") && first.contains("\"event_time\"")
        ? "the first line is a JSON object with the key event_time"
        : null;
  }

  @Override
  public List<String> reads() {
    return java.util.Arrays.stream(FIELDS).map(Field::key).toList();
  }

  @Override
  public Framer framer(Archive in) {
    return new Lines(in);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    return new Reader(values, unknown);
  }

  static Problem wrongType(Field field) {
    return Problem.wrongType(
        field.key(),
        switch (field.kind()) {
          case TEXT -> "a string";
          case WHOLE -> "a whole number";
          case REAL -> "a number";
          case FLAG -> "true or false";
          case TIME -> "RFC 3339 text or epoch milliseconds";
          case LIST -> "an array of strings";
        });
  }

  /** A time in text. */
  static @Nullable Problem time(String text, Field field, Values values, AccessEvent.Builder out) {
    long time = Timestamps.iso(text, null);
    if (time == Timestamps.NONE) {
      if (text.isEmpty() || text.equals("-") || text.toLowerCase(Locale.ROOT).equals("null")) {
        return null;
      }
      time = Timestamps.strict(text);
    }
    return time == Timestamps.NONE
        ? Problem.badTime(field.key(), "RFC 3339 with a zone, or epoch milliseconds")
        : values.whole(out, field, time);
  }

  static final class Reader implements RecordParser {
    private final Values values;
    private final UnknownKeys unknown;
    private final PlainLine plain;

    Reader(Values values, UnknownKeys unknown) {
      this.values = values;
      plain = new PlainLine(values);
      this.unknown = unknown;
    }

    @Override
    public @Nullable Problem parse(byte[] bytes, int from, int to, AccessEvent.Builder out) {
      return plain.split(bytes, from, to) ? plain.fill(bytes, out) : json(bytes, from, to, out);
    }

    /** Any line, by the JSON parser. */
    @Nullable Problem json(byte[] bytes, int from, int to, AccessEvent.Builder out) {
      try (JsonParser p = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
        if (p.nextToken() != JsonToken.START_OBJECT) {
          return Problem.NOT_JSON;
        }
        Problem problem = object(p, out);
        // The rest is looked at too: half a line must not pass for a whole one.
        return problem == null && p.nextToken() != null ? Problem.NOT_JSON : problem;
      } catch (JacksonException e) {
        return Problem.NOT_JSON;
      }
    }

    private @Nullable Problem object(JsonParser p, AccessEvent.Builder out) {
      long had = 0;
      while (true) {
        int match = p.nextNameMatch(NAMES);
        if (match == PropertyNameMatcher.MATCH_END_OBJECT) {
          return null;
        }
        if (match < 0) {
          unknown.key(p.currentName());
          p.nextToken();
          p.skipChildren();
          continue;
        }
        long bit = 1L << match;
        if ((had & bit) != 0) {
          return new Problem("duplicate_key", FIELDS[match].key() + ": expected once");
        }
        had |= bit;
        Problem problem = value(p, FIELDS[match], out);
        if (problem != null) {
          return problem;
        }
      }
    }

    private @Nullable Problem value(JsonParser p, Field field, AccessEvent.Builder out) {
      JsonToken token = p.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        return null;
      }
      switch (field.kind()) {
        case TEXT -> {
          if (token != JsonToken.VALUE_STRING) {
            return wrongType(field);
          }
          values.text(out, field, p.getString());
          return null;
        }
        case WHOLE -> {
          return token == JsonToken.VALUE_NUMBER_INT ? whole(p, field, out) : wrongType(field);
        }
        case REAL -> {
          return token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT
              ? values.real(out, field, p.getDoubleValue())
              : wrongType(field);
        }
        case FLAG -> {
          if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            return wrongType(field);
          }
          out.set(field, token == JsonToken.VALUE_TRUE ? 1 : 0);
          return null;
        }
        case TIME -> {
          return time(p, token, field, out);
        }
        case LIST -> {
          return list(p, token, field, out);
        }
      }
      throw new AssertionError(field);
    }

    private @Nullable Problem whole(JsonParser p, Field field, AccessEvent.Builder out) {
      return p.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? Problem.outOfRange(field.key(), "a 64-bit number")
          : values.whole(out, field, p.getLongValue());
    }

    private @Nullable Problem time(
        JsonParser p, JsonToken token, Field field, AccessEvent.Builder out) {
      if (token == JsonToken.VALUE_NUMBER_INT) {
        return whole(p, field, out);
      }
      if (token != JsonToken.VALUE_STRING) {
        return wrongType(field);
      }
      return Canonical.time(p.getString(), field, values, out);
    }

    private static @Nullable Problem list(
        JsonParser p, JsonToken token, Field field, AccessEvent.Builder out) {
      if (token != JsonToken.START_ARRAY) {
        return wrongType(field);
      }
      StringBuilder chain = new StringBuilder();
      JsonToken next = p.nextToken();
      for (; next == JsonToken.VALUE_STRING; next = p.nextToken()) {
        Values.chain(chain, p.getString());
      }
      if (next != JsonToken.END_ARRAY) {
        return wrongType(field);
      }
      out.set(field, chain.toString());
      return null;
    }
  }
}
