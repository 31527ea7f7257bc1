package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of a CSV text as RFC 4180 says, with the line on which each begins. */
final class Csv {
  private final String text;
  private int at;
  private int line = 1;

  Csv(String text) {
    this.text = text;
  }

  /**
   * One record.
   *
   * @param line on which it begins, from 1
   * @param values without their quotes
   * @param fault what is wrong with its quotes, or null
   */
  record Row(int line, List<String> values, @Nullable String fault) {}

  /** The next record that is not an empty line; null at the end. */
  @Nullable Row next() {
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      end();
    }
    if (at >= text.length()) {
      return null;
    }
    int start = line;
    List<String> values = new ArrayList<>();
    String fault = null;
    while (true) {
      StringBuilder value = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        if (!quoted(value)) {
          return new Row(start, values, "a quote that is never closed");
        }
        if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
          fault = "text behind a closing quote";
        }
      }
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        value.append(text.charAt(at++));
      }
      values.add(value.toString());
      if (at >= text.length() || text.charAt(at) != ',') {
        end();
        return new Row(start, values, fault);
      }
      at++;
    }
  }

  /** Reads to behind the closing quote; false when there is none. */
  private boolean quoted(StringBuilder value) {
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        if (at + 1 >= text.length() || text.charAt(at + 1) != '"') {
          at++;
          return true;
        }
        at++;
      } else if (c == '\n') {
        line++;
      }
      value.append(c);
    }
    return false;
  }

  /** Steps over one line end, of any kind. */
  private void end() {
    if (at < text.length()) {
      boolean two = text.startsWith("\r\n", at);
      at += two ? 2 : 1;
      line++;
    }
  }
}
