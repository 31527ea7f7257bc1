package org.gatewatch.ingest;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The messages that AWS CloudWatch Logs wraps, one a line, whatever log they are of: {@code
 * logEvents} of what it sends to subscribers, {@code events} of what its API answers, one envelope
 * behind the other. Line ends within a message become blanks, so a message is one line; an event
 * without a message, and an envelope without events, is a line of {@code -}. No envelope is held
 * whole.
 */
final class CloudWatch extends InputStream {
  /** First bytes by which an envelope is told. */
  static final int HEAD = 4096;

  private static final Pattern SENT =
      Pattern.compile(
          "\\s*\\{\\s*\"(?:messageType|owner|logGroup|logStream|subscriptionFilters|logEvents)\"");
  private static final Pattern ANSWERED =
      Pattern.compile(
          "\\s*\\{\\s*\"events\"\\s*:\\s*\\[\\s*\\{\\s*"
              + "\"(?:timestamp|ingestionTime|logStreamName|eventId)\"");

  private final JsonParser json;
  private boolean listed;
  private boolean told;
  private byte[] line = {};
  private int at;

  CloudWatch(InputStream envelopes) {
    json = Canonical.JSON.createParser(ObjectReadContext.empty(), envelopes);
  }

  /** Whether bytes that begin so are envelopes. */
  static boolean isEnvelope(byte[] head) {
    int start = 0;
    while (start < head.length && head[start] <= ' ' && head[start] >= 0) {
      start++;
    }
    if (start == head.length || head[start] != '{') {
      return false;
    }
    int length = Math.min(head.length, HEAD);
    String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    return (SENT.matcher(text).lookingAt()
            && text.contains("\"logGroup\"")
            && text.contains("\"logEvents\""))
        || ANSWERED.matcher(text).lookingAt();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
  }

  @Override
  public int read(byte[] buffer, int from, int length) {
    if (at == line.length && !next()) {
      return -1;
    }
    int n = Math.min(length, line.length - at);
    System.arraycopy(line, at, buffer, from, n);
    at += n;
    return n;
  }

  /** Reads up to the next message; false at the end. */
  private boolean next() {
    at = 0;
    line = new byte[0];
    for (JsonToken t = json.nextToken(); t != null; t = json.nextToken()) {
      if (listed && t == JsonToken.END_ARRAY) {
        listed = false;
      } else if (listed) {
        return line(message(t));
      } else if (t == JsonToken.END_OBJECT) {
        if (!told) {
          return line(null);
        }
      } else if (t == JsonToken.START_OBJECT) {
        told = false;
      } else if (t == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        listed =
            json.nextToken() == JsonToken.START_ARRAY
                && (name.equals("logEvents") || name.equals("events"));
        if (!listed) {
          json.skipChildren();
        }
      } else {
        json.skipChildren();
        return line(null); // no envelope
      }
    }
    return false;
  }

  private @Nullable String message(JsonToken event) {
    String out = null;
    if (event != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("message")) {
        out = json.getString();
      } else {
        json.skipChildren();
      }
    }
    return out;
  }

  private boolean line(@Nullable String message) {
    told = true;
    String text = message == null || message.isBlank() ? "-" : message;
    line = (text.replace('\n', ' ').replace('\r', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
    return true;
  }
}
