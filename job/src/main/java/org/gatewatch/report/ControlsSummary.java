package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.judge.Controls;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Suppression;
import org.gatewatch.judge.Verdict;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of what people said: what each suppression hid, and verdicts that met nothing. */
public final class ControlsSummary {
  /** Nobody said anything. */
  public static final ControlsSummary NOTHING =
      new ControlsSummary(Controls.NONE, List.of(), Long.MIN_VALUE);

  private final Controls controls;
  private final long lastTime;
  private final TreeMap<String, Long> hidden = new TreeMap<>();
  private final Set<String> met = new TreeSet<>();

  /**
   * @param findings last revisions
   * @param lastTime event time of the last event, epoch ms: suppressions that end before acted no
   *     more when the log ended
   */
  public ControlsSummary(Controls controls, List<Finding> findings, long lastTime) {
    this.controls = controls;
    this.lastTime = lastTime;
    for (Finding f : findings) {
      Disposition made = f.disposition();
      if (made != null && made.source().equals(Disposition.SUPPRESSION)) {
        hidden.merge(made.id(), 1L, Long::sum);
      } else if (made != null) {
        met.add(made.id());
      }
    }
  }

  private long hidden(Suppression s) {
    return hidden.getOrDefault(s.id(), 0L);
  }

  private boolean isExpired(Suppression s) {
    return s.expiresAt() <= lastTime;
  }

  /** One line for each matter that the reader of the output should know. */
  List<String> lines() {
    List<String> out = new ArrayList<>();
    for (Suppression s : controls.suppressions()) {
      String name = "suppression " + PlainText.cell(s.id());
      String until = LedgerJson.time(s.expiresAt());
      if (hidden(s) > 0) {
        out.add(
            name
                + " hid "
                + ClosingTable.count(hidden(s), "finding")
                + " ("
                + PlainText.cell(s.owner())
                + ", until "
                + until
                + ")");
      }
      if (isExpired(s)) {
        out.add(name + " ended at " + until + " and acts no more: renew it or remove it");
      }
    }
    long lost = 0;
    for (Verdict v : controls.verdicts()) {
      lost += met.contains(v.finding()) ? 0 : 1;
    }
    if (lost > 0) {
      out.add(
          number(lost, controls.verdicts().size())
              + " about no finding of this run; their spans are heeded all the same");
    }
    return out;
  }

  private static String number(long lost, int all) {
    return ClosingTable.number(lost)
        + " of "
        + ClosingTable.count(all, "verdict")
        + (lost == 1 ? " is" : " are");
  }

  /** Adds {@code suppressions} to a ledger; nothing when there are none. */
  void addTo(ObjectNode ledger) {
    if (controls.suppressions().isEmpty()) {
      return;
    }
    ArrayNode list = ledger.putArray("suppressions");
    for (Suppression s : controls.suppressions()) {
      ObjectNode one = list.addObject();
      one.put("id", PlainText.data(s.id()));
      one.put("owner", PlainText.data(s.owner()));
      one.put("reason", PlainText.data(s.reason()));
      one.put("expires_at", LedgerJson.time(s.expiresAt()));
      one.put("expired", isExpired(s));
      one.put("hidden", hidden(s));
    }
  }
}
