package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * OTLP exports in JSON: each a record; one that is too long for that, such as a whole file, is cut
 * into its spans or log records, each a record, with the resource around them. Only a resource that
 * is written before its spans counts for them, as exporters do. The export is never held whole.
 */
final class OtlpRecords extends JsonRecords {
  /** Arrays that lead to the records, by how deep they lie. */
  private static final Set<String> LISTS =
      Set.of(
          "0resourceSpans",
          "0resourceLogs",
          "2scopeSpans",
          "2scopeLogs",
          "2instrumentationLibrarySpans",
          "4spans",
          "4logRecords");

  private static final int RECORDS = 5;
  private static final int LONGEST_NAME = 64;
  private static final byte[] NOTHING = {};

  /** How a scan of a value ended. */
  private enum End {
    DONE,
    TOO_LONG,
    BROKEN
  }

  /** Lists and objects that are open; even within an object, odd within a list; -1 = none. */
  private int level = -1;

  /** Inside the rest of a record that was too long. */
  private boolean passing;

  private int depth;
  private boolean string;
  private boolean escaped;

  OtlpRecords(Archive in) {
    super(in);
  }

  @Override
  boolean tooLong(int end, int next, boolean rest) {
    int first = blanks(from + 1);
    if (bytes[from] != '{'
        || (!matches(first, "\"resourceSpans\"") && !matches(first, "\"resourceLogs\""))) {
      return super.tooLong(end, next, rest);
    }
    problem = null;
    at = from + 1;
    level = 0;
    around = NOTHING;
    return frame();
  }

  @Override
  boolean frame() {
    while (level >= 0) {
      if (passing) {
        passing = false;
        if (scan(/* keep= */ false) != End.DONE) {
          return giveUp();
        }
      }
      int c = peek();
      if (c == '{' && level == RECORDS) {
        return part();
      } else if (c == '{' && level % 2 == 1) {
        around = level == 1 ? NOTHING : around;
        at++;
        level++;
      } else if (c == (level % 2 == 1 ? ']' : '}')) {
        at++;
        level--;
      } else if (c != '"' || level % 2 == 1 || !member()) {
        return giveUp();
      }
    }
    around = null;
    return super.frame();
  }

  /** A span or log record. */
  private boolean part() {
    from = at;
    End end = scan(/* keep= */ true);
    if (end == End.BROKEN) {
      return giveUp();
    }
    passing = end == End.TOO_LONG;
    problem = at - from > LIMIT ? Lines.tooLong() : null;
    to = at;
    line++;
    return true;
  }

  /** Steps behind a member, or into its list; false when it is none. */
  private boolean member() {
    from = at;
    if (scan(/* keep= */ true) != End.DONE) {
      return false;
    }
    int length = Math.min(at - from, LONGEST_NAME) - 2;
    String name = new String(bytes, from + 1, Math.max(0, length), StandardCharsets.UTF_8);
    if (peek() != ':') {
      return false;
    }
    at++;
    int c = peek();
    if (c == '[' && LISTS.contains(level + name)) {
      at++;
      level++;
      return true;
    }
    if (level != 2 || !name.equals("resource")) {
      return c >= 0 && scan(/* keep= */ false) == End.DONE;
    }
    from = at;
    End end = scan(/* keep= */ true);
    if (end == End.DONE) {
      around = Arrays.copyOfRange(bytes, from, at);
    }
    return end == End.DONE || (end == End.TOO_LONG && scan(/* keep= */ false) == End.DONE);
  }

  /** What follows is no part of an export: it is rejected, and then records are looked for anew. */
  private boolean giveUp() {
    level = -1;
    string = false;
    escaped = false;
    depth = 0;
    around = null;
    if (isDamaged() && at == filled) {
      return false;
    }
    int newline = Lines.newline(bytes, at, filled);
    from = Math.min(from, at);
    return newline < 0 ? broken(filled, filled) : broken(newline, newline + 1);
  }

  /** The next character that is no blank, nor a comma, which stays; -1 at the end. */
  private int peek() {
    while (true) {
      if (at == filled) {
        from = at;
        if (fill(at) < 0) {
          return -1;
        }
      }
      byte c = bytes[at];
      if (c != ',' && (c > ' ' || c < 0)) {
        from = at; // nothing before is needed
        return c & 255;
      }
      at++;
    }
  }

  /**
   * Goes behind the value that begins here, or on with the one that was too long.
   *
   * @param keep whether its bytes from {@code from} on are needed
   */
  private End scan(boolean keep) {
    while (true) {
      if (at == filled) {
        if (keep && filled - from > LIMIT) {
          return End.TOO_LONG;
        }
        from = keep ? from : at;
        if (fill(from) < 0) {
          return End.BROKEN;
        }
      }
      byte c = bytes[at];
      if (string) {
        if (c == '\n') {
          return End.BROKEN;
        }
        string = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        string = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (depth == 0 && (c == ',' || c == '}' || c == ']' || (c <= ' ' && c >= 0))) {
        return End.DONE; // behind a number or a word
      } else if (c == '}' || c == ']') {
        depth--;
      } else {
        at++;
        continue;
      }
      at++;
      if (depth == 0 && !string) {
        return End.DONE;
      }
    }
  }
}
