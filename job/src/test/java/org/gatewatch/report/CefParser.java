package org.gatewatch.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CEF as its specification says (ArcSight Common Event Format, version 0): seven header
 * fields behind unescaped pipes, then pairs; a key is letters and digits before an unescaped equals
 * sign, preceded by a blank.
 */
final class CefParser {
  final List<String> header = new ArrayList<>();
  final Map<String, String> values = new LinkedHashMap<>();

  CefParser(String line) {
    if (!line.startsWith("CEF:0|")) {
      throw new IllegalArgumentException("no CEF:0|");
    }
    int at = 0;
    StringBuilder field = new StringBuilder();
    while (header.size() < 7) {
      char c = line.charAt(at++);
      if (c == '\\') {
        char next = line.charAt(at++);
        if (next != '|' && next != '\\') {
          throw new IllegalArgumentException("\\" + next + " in the header");
        }
        field.append(next);
      } else if (c == '|') {
        header.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    extension(line.substring(at));
  }

  private void extension(String text) {
    List<Integer> equals = new ArrayList<>();
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=' && !escaped) {
        equals.add(i);
      }
      escaped = c == '\\' && !escaped;
    }
    for (int k = 0; k < equals.size(); k++) {
      int sign = equals.get(k);
      int begin = text.lastIndexOf(' ', sign) + 1;
      int end = k + 1 < equals.size() ? text.lastIndexOf(' ', equals.get(k + 1)) : text.length();
      String key = text.substring(begin, sign);
      if (!key.matches("[A-Za-z0-9]+")) {
        throw new IllegalArgumentException("key \"" + key + "\"");
      }
      if (values.put(key, unescaped(text.substring(sign + 1, end))) != null) {
        throw new IllegalArgumentException("key " + key + " twice");
      }
    }
  }

  private static String unescaped(String value) {
    StringBuilder out = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!escaped && c == '\\') {
        escaped = true;
        continue;
      }
      if (escaped && "\\=nr".indexOf(c) < 0) {
        throw new IllegalArgumentException("\\" + c + " in a value");
      }
      out.append(escaped && c == 'n' ? '\n' : escaped && c == 'r' ? '\r' : c);
      escaped = false;
    }
    return out.toString();
  }
}
