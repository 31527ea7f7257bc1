package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.cases.Case;

/** The cases as a replay's closing text tells them: in words, the gravest first. */
final class CaseLines {
  private static final int SHOWN = 8;

  /** So many are told in full. */
  private static final int FULL = 2;

  private static final int ACTIONS = 4;

  private final int width;

  /**
   * @param width of the terminal, columns
   */
  CaseLines(int width) {
    this.width = width;
  }

  List<String> lines(List<Case> cases) {
    List<String> out = new ArrayList<>();
    for (Case c : cases.subList(0, Math.min(SHOWN, cases.size()))) {
      add("CASE " + c.number() + " (" + c.severity().caption() + ")  " + c.headline(), "  ", out);
      if (c.number() > FULL) {
        continue;
      }
      add("  Who      " + c.who().statement(), "           ", out);
      add("  Since    " + c.since().statement(), "           ", out);
      add("  Taken    " + c.taken().statement(), "           ", out);
      add("  Spread   " + c.spread().statement(), "           ", out);
      List<String> todo = new ArrayList<>();
      c.actions().stream().limit(ACTIONS).forEach(a -> todo.add(a.action() + " " + a.what()));
      int more = c.actions().size() - todo.size();
      if (!todo.isEmpty()) {
        add(
            "  Do now   " + String.join(", ", todo) + (more > 0 ? " and " + more + " more" : ""),
            "           ",
            out);
      }
      if (!c.unknown().isEmpty()) {
        add("  Unknown  " + c.unknown().get(0).statement(), "           ", out);
      }
      out.add("");
    }
    if (cases.size() > FULL && cases.size() <= SHOWN) {
      out.add("");
    }
    if (cases.size() > SHOWN) {
      out.add(ClosingTable.count(cases.size() - SHOWN, "further case") + "; see cases.jsonl");
      out.add("");
    }
    return out;
  }

  /** Wrapped at words; log text is made harmless first. */
  private void add(String text, String indent, List<String> out) {
    String line = "";
    String start = text.substring(0, text.length() - text.stripLeading().length());
    for (String word : PlainText.cell(text).strip().split(" ", -1)) {
      String next = line.isEmpty() ? start + word : line + " " + word;
      if (!line.isEmpty() && TextTable.width(next) > width) {
        out.add(line);
        start = indent;
        line = indent + word;
      } else {
        line = next;
      }
    }
    out.add(line);
  }
}
