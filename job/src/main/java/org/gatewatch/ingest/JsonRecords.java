package org.gatewatch.ingest;

/**
 * Records that are JSON objects: one a line, one after the other, spread over lines, in an array,
 * or in an array that is the first member ({@code Records}, {@code records}) of an object, or of a
 * page of Microsoft Graph or of the Google Reports API. The array is never held whole. A broken
 * object ends at its line's end, so it does not take the rest of the file with it.
 */
class JsonRecords extends Framer {
  private static final int LOOKAHEAD = 64;

  /** What may stand before the records of an API's page: links and tags, bytes. */
  private static final int PAGE_START = 4096;

  /** Inside the array of an object {@code {"Records":[...]}}. */
  private boolean wrapped;

  private boolean skipping;

  JsonRecords(Archive in) {
    super(in);
  }

  @Override
  boolean frame() {
    while (true) {
      from = at;
      if (at == filled && fill(at) < 0) {
        return false;
      }
      byte c = bytes[at];
      if (skipping) {
        skipping = c != '\n';
        at++;
      } else if (isBetween(c)) {
        at++;
      } else if (wrapped && c == ']') {
        wrapped = false;
        at++;
        if (!skipObjectTail()) {
          return false;
        }
      } else if (c == '[' || c == ']') {
        at++;
      } else if (c == '{') {
        if (!unwrap()) {
          return object();
        }
      } else {
        return junk();
      }
    }
  }

  private static boolean isBetween(byte c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',';
  }

  /** Steps into an object that only wraps an array of records; false when it is a record. */
  private boolean unwrap() {
    while (filled - at < LOOKAHEAD && fill(at) >= 0) {
      // positions move with the buffer
    }
    int i = blanks(at + 1);
    if (matches(i, "\"@odata.context\"")) { // Microsoft Graph
      return page("\"value\"");
    }
    if (matches(i, "\"kind\"")
        && matches(blanks(blanks(i + 6) + 1), "\"admin#reports#activities")) {
      return page("\"items\"");
    }
    if (!matches(i, "\"Records\"") && !matches(i, "\"records\"")) {
      return false;
    }
    i = blanks(i + 9);
    if (i >= filled || bytes[i] != ':') {
      return false;
    }
    i = blanks(i + 1);
    if (i >= filled || bytes[i] != '[') {
      return false;
    }
    at = i + 1;
    wrapped = true;
    return true;
  }

  /** Steps into the array of that name in a page of an API, which is known by its first member. */
  private boolean page(String name) {
    while (filled - at < PAGE_START && fill(at) >= 0) {
      // positions move with the buffer
    }
    for (int i = at; i < Math.min(filled, at + PAGE_START); i++) {
      if (bytes[i] == '"' && matches(i, name)) {
        int k = blanks(i + name.length());
        k = k < filled && bytes[k] == ':' ? blanks(k + 1) : filled;
        if (k < filled && bytes[k] == '[') {
          at = k + 1;
          wrapped = true;
          return true;
        }
      }
    }
    return false;
  }

  final int blanks(int i) {
    int k = i;
    while (k < filled && bytes[k] <= ' ' && bytes[k] >= 0) {
      k++;
    }
    return k;
  }

  final boolean matches(int i, String text) {
    if (i + text.length() > filled) {
      return false;
    }
    for (int k = 0; k < text.length(); k++) {
      if (bytes[i + k] != text.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Skips what follows the array in its wrapping object, up to the closing brace; or up to another
   * object, where that brace is missing.
   */
  private boolean skipObjectTail() {
    int depth = 1;
    byte last = ']';
    boolean string = false;
    boolean escaped = false;
    while (depth > 0) {
      from = at;
      if (at == filled && fill(at) < 0) {
        return false;
      }
      byte c = bytes[at++];
      if (string) {
        string = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '{' && depth == 1 && last != ':') {
        at--;
        return true;
      } else {
        string = c == '"';
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      }
      last = c > ' ' || c < 0 ? c : last;
    }
    return true;
  }

  private boolean object() {
    int i = at;
    int depth = 0;
    boolean string = false;
    byte last = ',';
    int lineEnd = -1;
    while (true) {
      while (i >= filled) {
        int moved = i - from > LIMIT ? -1 : fill(from);
        if (moved < 0) {
          return unfinished(i);
        }
        i -= moved;
        lineEnd -= moved;
      }
      byte c = bytes[i++];
      if (string) {
        if (c == '\\') {
          i++; // whatever it is, it does not end the string
        } else if (c == '"') {
          string = false;
        } else if (c == '\n') {
          return broken(i - 1, i);
        }
        continue;
      }
      switch (c) {
        case '"' -> string = true;
        case '\n' -> lineEnd = i - 1;
        case '{', '[' -> {
          if (c == '{'
              && lineEnd >= from
              && depth > 0
              && last != ','
              && last != ':'
              && last != '[') {
            return broken(lineEnd, i - 1); // a new record begins before this one has ended
          }
          depth++;
        }
        case '}', ']' -> {
          if (--depth == 0) {
            return record(i, i);
          }
        }
        default -> {}
      }
      if (c > ' ' || c < 0) {
        last = c;
        lineEnd = -1;
      }
    }
  }

  private boolean record(int end, int next) {
    if (end - from > LIMIT) {
      return tooLong(end, next, /* rest= */ false);
    }
    to = end;
    at = next;
    line++;
    return true;
  }

  /**
   * A record that is too long to be one: rejected.
   *
   * @param rest whether more of it follows, up to the end of its line
   */
  boolean tooLong(int end, int next, boolean rest) {
    problem = Lines.tooLong();
    skipping = rest;
    to = end;
    at = next;
    line++;
    return true;
  }

  final boolean broken(int end, int next) {
    problem = Problem.NOT_JSON;
    return record(end, next);
  }

  /** The bytes ended, or the record is too long. */
  private boolean unfinished(int scanned) {
    if (scanned - from > LIMIT) {
      return tooLong(filled, filled, /* rest= */ true);
    }
    at = filled;
    if (isDamaged()) {
      return false;
    }
    cut = true;
    return broken(filled, filled);
  }

  /** Something that is no object: rejected up to the end of its line. */
  private boolean junk() {
    int i = at;
    while (true) {
      int newline = Lines.newline(bytes, i, filled);
      if (newline >= 0) {
        return broken(newline, newline + 1);
      }
      i = filled;
      int moved = i - from > LIMIT ? -1 : fill(from);
      if (moved < 0) {
        return unfinished(i);
      }
      i -= moved;
    }
  }
}
