package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * NGINX and Apache access logs: common and combined, with or without the virtual host before.
 *
 * <p>A scanner of our own and not httpdlog-parser 5.11.0 (its last release for Java 17), which we
 * measured on the same 10,000 lines and core: 86,000 lines a second with these eight fields, this
 * one 610,000 with redaction, hash and key; both accept the same 9,999 lines. It would also bring
 * twelve jars (8.6 MB), among them Jackson 2 and an older maxmind-db than ours.
 */
final class Combined implements LogFormat {
  private static final Problem NOT_COMBINED =
      new Problem(
          "not_combined",
          "expected: address ident user [time] \"request\" status bytes [\"referer\" \"agent\"]");

  @Override
  public String id() {
    return "combined";
  }

  @Override
  public String description() {
    return "NGINX and Apache access logs, common or combined, with or without virtual host";
  }

  @Override
  public String detectedBy() {
    return "one of the first ten lines is of that form";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    if (mapped) {
      return null;
    }
    String[] lines = head.split("\n", 11);
    for (int i = 0; i < Math.min(10, lines.length); i++) {
      byte[] line = lines[i].strip().getBytes(StandardCharsets.UTF_8);
      if (new Line(line, 0, line.length).split()) {
        return "line " + (i + 1) + " is an access line with a bracketed time and a quoted request";
      }
    }
    return null;
  }

  @Override
  public Framer framer(Archive in) {
    return new Lines(in);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    return (bytes, from, to, out) -> read(new Line(bytes, from, to), values, out);
  }

  private @Nullable Problem read(Line line, Values values, AccessEvent.Builder out) {
    if (!line.split()) {
      return NOT_COMBINED;
    }
    line.redact(values);
    long time = Timestamps.clf(line.time);
    Problem problem =
        time == Timestamps.NONE
            ? Problem.badTime("event_time", "[dd/MMM/yyyy:HH:mm:ss +hhmm]")
            : values.whole(out, Field.EVENT_TIME, time);
    if (problem == null && !line.status.equals("000")) {
      problem = values.whole(out, Field.STATUS, Integer.parseInt(line.status));
    }
    if (problem == null && !line.size.equals("-")) {
      problem =
          line.size.length() > 15
              ? Problem.outOfRange("bytes_out", "0 to 10^15")
              : values.whole(out, Field.BYTES_OUT, Long.parseLong(line.size));
    }
    if (problem != null) {
      return problem;
    }
    out.set(Field.EVENT_TIME_KIND, "end");
    out.set(Field.EVENT_TIME_RES_MS, 1000);
    out.set(Field.FORMAT, id());
    if (line.status.equals("000")) {
      out.set(Field.OUTCOME, "aborted"); // the client left before there was a status
    }
    values.text(out, Field.SOURCE_IP, line.address);
    values.text(out, Field.HOST, line.host);
    values.text(out, Field.CREDENTIAL_ID, line.user);
    if (out.has(Field.CREDENTIAL_ID)) {
      out.set(Field.CREDENTIAL_TYPE, "password");
      values.text(out, Field.PRINCIPAL, line.user);
      out.set(Field.PRINCIPAL_TYPE, "user");
    }
    values.text(out, Field.USER_AGENT, line.agent);
    Target.request(line.request, values, out);
    return null;
  }

  /** One line taken apart. */
  private static final class Line {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private String before = "";
    private String host = "";
    private String address = "";
    private String user = "";
    private String time = "";
    private String request = "";
    private String status = "";
    private String size = "";
    private String agent = "";
    private int at;

    Line(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    boolean split() {
      int bracket = bracket();
      before = bracket < 0 ? "" : raw(from, bracket - 1);
      if (bracket < 0 || !names(before)) {
        return false;
      }
      at = bracket + 29;
      time = raw(bracket + 1, bracket + 27);
      String quoted = request();
      if (quoted == null) {
        return false;
      }
      request = quoted;
      status = word();
      size = word();
      if (!isDigits(status) || status.length() != 3 || !(size.equals("-") || isDigits(size))) {
        return false;
      }
      if (at >= to) {
        return true; // common log format
      }
      String referer = quoted();
      String last = referer == null ? null : quoted();
      agent = last == null ? "" : last;
      return last != null;
    }

    /** Hides a secret before the time, which the blanks in it would tear apart. */
    void redact(Values values) {
      String clean = values.redacted(before);
      if (!clean.equals(before)) {
        host = "";
        address = "";
        user = "";
        names(clean);
      }
    }

    /** The bracket of the time: the first that holds a time and is followed by a quote. */
    private int bracket() {
      for (int i = from + 1; i + 29 < to; i++) {
        if (bytes[i] == '['
            && bytes[i + 3] == '/'
            && bytes[i + 7] == '/'
            && bytes[i + 27] == ']'
            && bytes[i + 28] == ' '
            && bytes[i + 29] == '"'
            && bytes[i - 1] == ' ') {
          return i;
        }
      }
      return -1;
    }

    /** {@code [host ]address ident user}; a user name may hold blanks. */
    private boolean names(String text) {
      String[] parts = text.split(" ", 4);
      if (parts.length < 3) {
        return false;
      }
      boolean hosted =
          parts.length == 4
              && Address.canonical(parts[0]) == null
              && Address.canonical(parts[1]) != null;
      if (hosted) {
        host = parts[0];
        address = parts[1];
        user = parts[3];
      } else {
        address = parts[0];
        user = parts.length == 4 ? parts[2] + " " + parts[3] : parts[2];
      }
      user = Escapes.undone(user);
      if (user.equals("\"\"")) {
        user = "";
      }
      return !address.isEmpty();
    }

    /**
     * The request, in quotes: it ends at a quote followed by a status. A quote without a backslash
     * inside it was written by a server that does not escape.
     */
    private @Nullable String request() {
      int start = at + 1;
      for (int i = start; i < to; i++) {
        if (bytes[i] == '\\') {
          i++;
        } else if (bytes[i] == '"' && isStatusAt(i + 1)) {
          at = i + 1;
          return Escapes.undone(raw(start, i));
        }
      }
      return null;
    }

    private boolean isStatusAt(int i) {
      return i + 4 < to
          && bytes[i] == ' '
          && isDigit(bytes[i + 1])
          && isDigit(bytes[i + 2])
          && isDigit(bytes[i + 3])
          && bytes[i + 4] == ' ';
    }

    /** A quoted text after a blank; it ends at a quote before a blank or at the line's end. */
    private @Nullable String quoted() {
      if (at + 1 >= to || bytes[at] != ' ' || bytes[at + 1] != '"') {
        return null;
      }
      int start = at + 2;
      for (int i = start; i < to; i++) {
        if (bytes[i] == '\\') {
          i++;
        } else if (bytes[i] == '"' && (i + 1 == to || bytes[i + 1] == ' ')) {
          at = i + 1;
          return Escapes.undone(raw(start, i));
        }
      }
      return null;
    }

    private String word() {
      if (at >= to || bytes[at] != ' ') {
        return "";
      }
      int start = ++at;
      while (at < to && bytes[at] != ' ') {
        at++;
      }
      return raw(start, at);
    }

    private String raw(int start, int end) {
      return end <= start ? "" : new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private static boolean isDigit(byte b) {
      return b >= '0' && b <= '9';
    }

    private static boolean isDigits(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return false;
        }
      }
      return !text.isEmpty();
    }
  }
}
