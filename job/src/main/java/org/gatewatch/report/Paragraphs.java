package org.gatewatch.report;

/** Labelled paragraphs for a terminal, wrapped between words. */
final class Paragraphs {
  private static final int WIDTH = 110;

  private final int label;
  private final StringBuilder out = new StringBuilder();

  /**
   * @param label columns of the labels
   */
  Paragraphs(int label) {
    this.label = label;
  }

  /** An empty line. */
  void blank() {
    out.append('\n');
  }

  /** A line at the margin. */
  void heading(String text) {
    out.append(PlainText.cell(text)).append('\n');
  }

  /** A paragraph; nothing when its text is empty. */
  void line(String name, String text) {
    if (text.isEmpty()) {
      return;
    }
    int indent = label;
    out.append(name).append(" ".repeat(Math.max(1, label - name.length())));
    int at = indent;
    for (String word : PlainText.cell(text).split(" ", -1)) {
      if (at > indent && at + 1 + word.length() > WIDTH) {
        out.append('\n').append(" ".repeat(indent));
        at = indent;
      } else if (at > indent) {
        out.append(' ');
        at++;
      }
      out.append(word);
      at += word.length();
    }
    out.append('\n');
  }

  String text() {
    return out.toString();
  }
}
