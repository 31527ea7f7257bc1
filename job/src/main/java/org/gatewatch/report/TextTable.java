package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for a terminal: columns as wide as their content, one wide column cut to make the rest
 * fit. Cells are {@link PlainText#cell}s already.
 */
final class TextTable {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final int width;
  private final List<List<String>> rows = new ArrayList<>();
  private final int elastic;

  /**
   * @param width of the terminal, columns
   * @param elastic index of the column that takes what the others leave
   */
  TextTable(int width, int elastic) {
    this.width = width;
    this.elastic = elastic;
  }

  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** The rows, none wider than the terminal unless even narrow columns do not fit. */
  List<String> lines() {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    int spare = width - GAP.length() * (columns - 1);
    for (int w : widths) {
      spare -= w;
    }
    // First the wide column gives way, then the widest of the others, so that none vanishes.
    while (spare < 0) {
      int most = elastic;
      if (widths[elastic] <= 2 * NARROWEST) {
        for (int i = 0; i < columns; i++) {
          most = widths[i] > widths[most] ? i : most;
        }
      }
      if (widths[most] <= NARROWEST) {
        break;
      }
      widths[most]--;
      spare++;
    }
    List<String> out = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = cut(row.get(i), widths[i]);
        line.append(cell);
        if (i < columns - 1) {
          line.append(" ".repeat(widths[i] - width(cell))).append(GAP);
        }
      }
      out.add(line.toString().stripTrailing());
    }
    return out;
  }

  /** The start of the text that fits, ending with {@code …} when something was left out. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int w = width(c);
      if (used + w > width - 1) {
        break;
      }
      out.appendCodePoint(c);
      used += w;
      i += Character.charCount(c);
    }
    return out.append('…').toString();
  }

  /** Columns that a terminal uses for the text. */
  static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  /** East Asian wide characters and pictographs take two columns, combining marks none. */
  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115f)
            || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0xffe0 && c <= 0xffe6)
            || (c >= 0x1f300 && c <= 0x1faff)
            || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
  }
}
