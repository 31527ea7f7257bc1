package org.gatewatch.ingest;

/**
 * Rows of a table: a newline inside a quoted cell does not end the row. A row whose quotes never
 * close ends at its first newline, so it does not take the rest of the file with it. Numbered by
 * the line they begin in.
 */
final class CsvRows extends Framer {
  /** How far a quoted cell may run behind the first newline of its row. */
  private static final int QUOTED = 1 << 16;

  private long lines;
  private boolean skipping;

  CsvRows(Archive in) {
    super(in);
  }

  @Override
  void startAt(long offset, long before) {
    super.startAt(offset, before);
    lines = before;
  }

  @Override
  long lines() {
    return lines;
  }

  @Override
  boolean frame() {
    if (skipping && !skip()) {
      return false;
    }
    from = at;
    int i = at;
    int first = -1;
    boolean quoted = false;
    boolean closed = false; // just behind a closing quote: another one reopens the cell
    int newlines = 0;
    while (true) {
      if (i >= filled) {
        int moved = i - from > LIMIT ? -1 : fill(from);
        if (moved < 0) {
          return end(first);
        }
        i -= moved;
        first = first < 0 ? -1 : first - moved;
      }
      byte c = bytes[i];
      if (c == '\n') {
        newlines++;
        if (!quoted) {
          return row(i, newlines);
        }
        first = first < 0 ? i : first;
        if (i - first > QUOTED) {
          return row(first, 1);
        }
      } else if (c == '"') {
        quoted = !quoted && (closed || isCellStart(i));
        closed = !quoted && !closed;
        i++;
        continue;
      }
      closed = false;
      i++;
    }
  }

  /** Only a quote at the start of a cell opens it; one inside is a character like others. */
  private boolean isCellStart(int i) {
    return i == from || ",;|\t".indexOf(bytes[i - 1]) >= 0;
  }

  private boolean row(int newline, int newlines) {
    to = newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    at = newline + 1;
    line = lines + 1;
    lines += newlines;
    return true;
  }

  private boolean end(int first) {
    if (first >= 0) {
      cut = true;
      return row(first, 1); // an open quote: only the first line is given up
    }
    line = lines + 1;
    if (filled - from > LIMIT) {
      problem = Lines.tooLong();
      skipping = true;
    } else if (filled == from || isDamaged()) {
      line = lines;
      at = filled;
      return false;
    }
    lines++;
    to = filled > from && bytes[filled - 1] == '\r' ? filled - 1 : filled;
    at = filled;
    return true;
  }

  private boolean skip() {
    while (true) {
      int newline = Lines.newline(bytes, at, filled);
      if (newline >= 0) {
        at = newline + 1;
        skipping = false;
        return true;
      }
      at = filled;
      from = at;
      if (fill(at) < 0) {
        return false;
      }
    }
  }
}
